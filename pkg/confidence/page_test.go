package confidence_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mathext"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/divergence"
)

var update = flag.Bool("update", false, "write the tables of the pages anew")

// The pages that give numbers of samples.
const (
	choosingPage   = "../../docs/choosing.md"
	sharpeningPage = "../../docs/sharpening.md"
)

var (
	tableBins       = []int{10, 20, 40}
	tableThresholds = []float64{0.01, 0.02, 0.03, 0.05}
	tableKinds      = []struct {
		name string
		kind confidence.Kind
	}{{"`kl`", confidence.KL}, {"`js`", confidence.JS}}
)

// The tables of sample sizes are those of the code that draws the noise floor and asks for samples.
func TestSampleSizeTables(t *testing.T) {
	requireBlock(t, choosingPage, "floor", sizeTable(t, samplesUnderFloor))
	requireBlock(t, choosingPage, "power", sizeTable(t, samplesForPower))
}

// What the page says of the thresholds in common guides: the textbook value of no change at all.
func TestTextbookThresholds(t *testing.T) {
	var rows []string
	for _, bins := range tableBins {
		fixed := samplesUnderTextbook(bins, 0.03)
		rows = append(rows, fmt.Sprintf("| %d | %s | %s |", bins, thousands(math.Ceil(fixed)), thousands(math.Ceil(2*fixed))))
	}
	requireBlock(t, sharpeningPage, "textbook", append([]string{"| bins | fixed baseline | equal sides, samples on each |", "|---|---|---|"}, rows...))
}

// What 1 % of new traffic adds in the two directions.
func TestNewTrafficInBothDirections(t *testing.T) {
	baseline, current := []float64{0.5, 0.3, 0.2, 0}, []float64{0.495, 0.297, 0.198, 0.01}
	unseen, err := divergence.KL(baseline, current)
	require.NoError(t, err)
	baseline = []float64{0.4999, 0.3, 0.2, 0.0001} // Nearly unseen: with nothing at all KL(current‖baseline) is infinite.
	seen, err := divergence.KL(current, baseline)
	require.NoError(t, err)
	text, err := os.ReadFile(sharpeningPage)
	require.NoError(t, err)
	require.Contains(t, string(text), fmt.Sprintf("%.3f nats", unseen))
	require.Contains(t, string(text), fmt.Sprintf("%.3f nats", seen))
}

// A drift that is 0.08 by KL is about 0.02 by JS.
func TestThresholdsOfBothMeasures(t *testing.T) {
	baseline := []float64{0.4, 0.3, 0.2, 0.1}
	current := []float64{0.25, 0.25, 0.3, 0.2}
	kl, err := divergence.KL(current, baseline)
	require.NoError(t, err)
	js, err := divergence.JS(current, baseline)
	require.NoError(t, err)
	require.InDelta(t, 0.25, js/kl, 0.02)
	text, err := os.ReadFile(choosingPage)
	require.NoError(t, err)
	require.Contains(t, string(text), "`js` is about a quarter of `kl`")
}

// sizeTable is a table of samples on the current side: by measure and bins, for each threshold.
func sizeTable(t *testing.T, samples func(t *testing.T, kind confidence.Kind, bins int, threshold float64, known bool) float64) []string {
	t.Helper()
	head, line := "| measure | bins | baseline |", "|---|---|---|"
	for _, threshold := range tableThresholds {
		head, line = head+fmt.Sprintf(" %.2f |", threshold), line+"--:|"
	}
	rows := []string{head, line}
	for _, measure := range tableKinds {
		for _, bins := range tableBins {
			for _, known := range []bool{true, false} {
				row := fmt.Sprintf("| %s | %d | %s |", measure.name, bins, map[bool]string{true: "well known", false: "as many samples"}[known])
				for _, threshold := range tableThresholds {
					row += " " + thousands(samples(t, measure.kind, bins, threshold, known)) + " |"
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// samplesUnderFloor is the fewest samples at which the noise floor of equally frequent bins lies under the threshold.
func samplesUnderFloor(t *testing.T, kind confidence.Kind, bins int, threshold float64, known bool) float64 {
	t.Helper()
	n := sort.Search(1_000_000, func(n int) bool {
		if n < 2 {
			return false
		}
		counts := make([]float64, bins)
		for i := range counts {
			counts[i] = float64(n) / float64(bins)
		}
		floor, err := confidence.NoiseFloor(kind, counts, counts, confidence.Options{Level: 0.95, Ordered: true, KnownBaseline: known})
		require.NoError(t, err)
		return floor < threshold
	})
	return float64(n)
}

// samplesForPower is the fewest samples at which a drift of the threshold's size is told from noise in nine of ten windows.
func samplesForPower(t *testing.T, kind confidence.Kind, bins int, threshold float64, known bool) float64 {
	t.Helper()
	size := confidence.SampleSize{Level: 0.95}
	if known {
		size.BaselineRatio = math.Inf(1)
	}
	required, err := confidence.RequiredEvents(kind, threshold, bins, size)
	require.NoError(t, err)
	return required.Current
}

// samplesUnderTextbook is where the textbook KL of no change exceeds the threshold in 5 % of windows: 2 n KL is nearly χ² of
// bins − 1 degrees of freedom.
func samplesUnderTextbook(bins int, threshold float64) float64 {
	return 2 * mathext.GammaIncRegCompInv(float64(bins-1)/2, 0.05) / (2 * threshold)
}

// requireBlock compares lines of a page with those that the code makes, or writes them.
func requireBlock(t *testing.T, page, name string, lines []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	block := regexp.MustCompile(`(?s)(<!-- ` + name + ` -->\n)(.*?)(<!-- /` + name + ` -->)`)
	require.Regexp(t, block, string(text), page)
	want := strings.Join(lines, "\n") + "\n"
	if *update {
		written := block.ReplaceAllString(string(text), "${1}"+want+"${3}")
		require.NoError(t, os.WriteFile(page, []byte(written), 0o600))
		return
	}
	require.Equal(t, want, block.FindStringSubmatch(string(text))[2], "go test ./pkg/confidence -run SampleSize -update")
}

// thousands writes a whole number with commas.
func thousands(n float64) string {
	text := fmt.Sprintf("%.0f", n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
