package engine_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/lab/labtest"
)

const walkthrough = "../../docs/how-a-number-is-made.md"

// block returns the first fenced block of a language.
func block(t *testing.T, page, language string) string {
	t.Helper()
	found := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindStringSubmatch(page)
	require.NotNil(t, found, language)
	return found[1]
}

// The page that walks one value from scrape to band tells the truth: all its numbers are those of the answer.
func TestHowANumberIsMade(t *testing.T) {
	text, err := os.ReadFile(walkthrough)
	require.NoError(t, err)
	page := string(text)
	at := time.Unix(0, 0).Add(3 * hour)
	s := connect(t, labtest.FromScript(t, block(t, page, "promqltest")).URL, at.Add(30*time.Second))
	var question map[string]any
	require.NoError(t, json.Unmarshal([]byte(block(t, page, "json")), &question))
	f := s.ask(t, panel{to: at}, question)[0]
	got := recipe(t, f)
	require.Equal(t, got.Sentence, notices(f), "there is nothing else to say")
	last := got.Last

	require.Equal(t, block(t, page, "promql"), got.Current.PromQL+"\n"+got.Baseline.PromQL+"\n")
	require.Contains(t, page, fmt.Sprintf("= %.3f", got.Current.Scale))
	for _, bin := range last.Bins {
		require.Contains(t, page, fmt.Sprintf("| %s | %.0f | %.0f | %.4f |", bin.Name, bin.Current, bin.Baseline, *bin.Contribution))
	}
	require.Contains(t, page, fmt.Sprintf("Here it is **%.4f**.", *last.Estimate))
	require.Contains(t, page, fmt.Sprintf("Here it is **%.4f to %.4f**", *last.Lower, *last.Upper))
	require.Contains(t, page, fmt.Sprintf("if nothing had changed: **%.4f** here", *last.NoiseFloor))
	require.Contains(t, page, fmt.Sprintf("**%.0f** for 0.03 here", *got.RequiredN))
	require.Contains(t, page, "> "+got.Sentence+"\n")

	// The line of scipy: entropy(p, q) normalises both and is Σ p ln(p/q).
	line := regexp.MustCompile(`entropy\(\[(.*?)\], \[(.*?)\]\)  # (.*)`).FindStringSubmatch(block(t, page, "python"))
	require.NotNil(t, line)
	p, q := numbers(t, line[1]), numbers(t, line[2])
	current, baseline := binCounts(last.Bins)
	requireAll(t, current, p)
	requireAll(t, baseline, q)
	require.Equal(t, line[3], fmt.Sprintf("%.6f", stat.KullbackLeibler(shares(p), shares(q))))
	require.InDelta(t, stat.KullbackLeibler(shares(p), shares(q)), *last.PlugIn, 1e-12)
}

func numbers(t *testing.T, list string) []float64 {
	t.Helper()
	var all []float64
	for one := range strings.SplitSeq(list, ", ") {
		number, err := strconv.ParseFloat(one, 64)
		require.NoError(t, err)
		all = append(all, number)
	}
	return all
}
