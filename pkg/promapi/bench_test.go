package promapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkDecode(b *testing.B) {
	benchmarkDecode(b, seriesText(100, "values", func(text *bytes.Buffer, s int) {
		elements(text, 1000, func(k int) { fmt.Fprintf(text, `[%d,"%g"]`, 1700000000+60*k, 12.8*float64(s*k%977)) })
	}))
}

// Forty buckets are a latency over three orders of magnitude in the usual resolution.
func BenchmarkDecodeNative(b *testing.B) {
	benchmarkDecode(b, seriesText(10, "histograms", func(text *bytes.Buffer, s int) {
		elements(text, 200, func(k int) {
			fmt.Fprintf(text, `[%d,{"count":"%d","sum":"%g","buckets":[`, 1700000000+60*k, 40*k, 1.7*float64(k))
			elements(text, 40, func(i int) {
				fmt.Fprintf(text, `[0,"%v","%v","%g"]`, math.Pow(2, float64(i-20)/4), math.Pow(2, float64(i-19)/4), 12.8*float64((s+i)*k%977))
			})
			text.WriteString(`]}]`)
		})
	}))
}

// benchmarkDecode compares with what reads any JSON.
func benchmarkDecode(b *testing.B, text string) {
	b.Helper()
	b.Run("stream", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := decode(strings.NewReader(text), matrixResult, func(map[string]string, []Sample) error { return nil })
			require.NoError(b, err)
		}
	})
	b.Run("encoding/json into any", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var answer any
			require.NoError(b, json.Unmarshal([]byte(text), &answer))
		}
	})
}

// seriesText writes a matrix of n series with the given member.
func seriesText(n int, member string, samples func(text *bytes.Buffer, series int)) string {
	var text bytes.Buffer
	text.WriteString(`{"status":"success","data":{"resultType":"matrix","result":[`)
	elements(&text, n, func(s int) {
		fmt.Fprintf(&text, `{"metric":{"le":"%d","service":"checkout"},"%s":[`, s, member)
		samples(&text, s)
		text.WriteString(`]}`)
	})
	text.WriteString(`]}}`)
	return text.String()
}

func elements(text *bytes.Buffer, n int, element func(i int)) {
	for i := range n {
		if i > 0 {
			text.WriteByte(',')
		}
		element(i)
	}
}
