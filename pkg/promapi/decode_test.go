package promapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
)

type series struct {
	labels  map[string]string
	samples []Sample
}

func collect(text string) ([]series, Stats, []Warning, error) {
	var all []series
	stats, warnings, err := decodeMatrix(strings.NewReader(text), func(labels map[string]string, samples []Sample) error {
		all = append(all, series{labels, append([]Sample{}, samples...)})
		return nil
	})
	return all, stats, warnings, err
}

const matrix = `{"status":"success","data":{"resultType":"matrix","result":[
  {"metric":{"le":"0.1","service":"a"},"values":[[1700000000,"1"],[1700000060.5,"2.5e3"]]},
  {"metric":{"le":"+Inf","service":"a"},"values":[[1700000000 , "+Inf"],[1700000060,"NaN"]]}]},
  "warnings":["w1"],"infos":["i1"]}`

func TestDecode(t *testing.T) {
	got, stats, warnings, err := collect(matrix)
	require.NoError(t, err)
	require.Equal(t, Stats{Series: 2, Samples: 4}, stats)
	require.Equal(t, []Warning{{Text: "w1"}, {Text: "i1", Info: true}}, warnings)
	require.Equal(t, map[string]string{"le": "0.1", "service": "a"}, got[0].labels)
	require.Equal(t, []Sample{{1700000000000, 1}, {1700000060500, 2500}}, got[0].samples)
	require.True(t, math.IsInf(got[1].samples[0].Value, 1))
	require.True(t, math.IsNaN(got[1].samples[1].Value))
}

// Members may come in any order, and there may be ones we do not know.
func TestDecodeOtherShapes(t *testing.T) {
	got, _, _, err := collect(`{"extra":{"a":[1,{}]},"warnings":null,"data":{"stats":{},"result":[{"values":[[1,"2"]],"x":1,"metric":{}}],"resultType":"matrix"},"status":"success"}`)
	require.NoError(t, err)
	require.Equal(t, []Sample{{1000, 2}}, got[0].samples)

	got, _, _, err = collect(`{"status":"success","data":{"resultType":"matrix","result":[]}}`)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestDecodeFailures(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"empty":                 {"", io.EOF},
		"something behind it":   {matrix + "<html>", errNotJSON},
		"a web page":            {"<!DOCTYPE html><html></html>", errNotJSON},
		"an array":              {"[]", errNotJSON},
		"a number":              {"3", errNotJSON},
		"no status":             {"{}", errNotJSON},
		"other JSON":            {`{"message":"hello"}`, errNotJSON},
		"a vector":              {`{"status":"success","data":{"resultType":"vector","result":[]}}`, errNotJSON},
		"a value not in quotes": {`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,2]]}]}}`, errNotJSON},
		"a value not a number":  {`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"x"]]}]}}`, errNotJSON},
		"a triple":              {`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2",3]]}]}}`, errNotJSON},
		"a time too large":      {`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1e300,"2"]]}]}}`, errNotJSON},
	} {
		_, _, _, err := collect(c.text)
		require.ErrorIs(t, err, c.want, name)
	}
}

// Wherever an answer is cut, it is never taken for a whole one.
func TestDecodeCutOff(t *testing.T) {
	for n := range len(matrix) {
		_, _, _, err := collect(matrix[:n])
		require.Truef(t, errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF), "cut at %d: %v", n, err)
	}
}

func TestDecodeErrorAnswer(t *testing.T) {
	_, _, _, err := collect(`{"status":"error","errorType":"execution","error":"query processing would load too many samples"}`)
	require.Equal(t, fault.Rejected, fault.From(err).Category)
	require.ErrorContains(t, err, "too many samples")
}

func TestNativeHistogramsAreSaid(t *testing.T) {
	_, _, _, err := collect(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"count":"1","sum":"1","buckets":[]}]]}]}}`)
	require.ErrorContains(t, err, "native histograms")
}

// Whatever arrives, the decoder neither panics nor takes for an answer what is not JSON, and it counts what it hands on.
func FuzzDecode(f *testing.F) {
	f.Add(matrix)
	f.Add(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[]}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, stats, _, err := collect(text)
		samples := 0
		for _, one := range got {
			samples += len(one.samples)
		}
		require.Len(t, got, stats.Series)
		require.Equal(t, stats.Samples, samples)
		if err == nil {
			require.True(t, json.Valid([]byte(text)))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	var text bytes.Buffer
	text.WriteString(`{"status":"success","data":{"resultType":"matrix","result":[`)
	for s := range 100 {
		if s > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"metric":{"le":"%d","service":"checkout"},"values":[`, s)
		for k := range 1000 {
			if k > 0 {
				text.WriteByte(',')
			}
			fmt.Fprintf(&text, `[%d,"%g"]`, 1700000000+60*k, 12.8*float64(s*k%977))
		}
		text.WriteString(`]}`)
	}
	text.WriteString(`]}}`)
	b.SetBytes(int64(text.Len()))
	b.Run("stream", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := decodeMatrix(bytes.NewReader(text.Bytes()), func(map[string]string, []Sample) error { return nil })
			require.NoError(b, err)
		}
	})
	b.Run("encoding/json into any", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			var answer any
			require.NoError(b, json.Unmarshal(text.Bytes(), &answer))
		}
	})
}
