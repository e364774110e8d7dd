package promapi

import (
	"errors"
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

func collect(text string) ([]series, Stats, []Warning, error) { return collectAs(matrixResult, text) }

func collectAs(result, text string) ([]series, Stats, []Warning, error) {
	var all []series
	stats, warnings, err := decode(strings.NewReader(text), result, func(labels map[string]string, samples []Sample) error {
		all = append(all, series{labels, kept(samples)})
		return nil
	})
	return all, stats, warnings, err
}

// kept copies samples with all they point to, which the next series overwrites.
func kept(samples []Sample) []Sample {
	kept := append([]Sample{}, samples...)
	for i, sample := range kept {
		if sample.Histogram != nil {
			histogram := *sample.Histogram
			histogram.Buckets = append([]Bucket{}, histogram.Buckets...)
			kept[i].Histogram = &histogram
		}
	}
	return kept
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
	require.Equal(t, []Sample{{Time: 1700000000000, Value: 1}, {Time: 1700000060500, Value: 2500}}, got[0].samples)
	require.True(t, math.IsInf(got[1].samples[0].Value, 1))
	require.True(t, math.IsNaN(got[1].samples[1].Value))
}

// Members may come in any order, and there may be ones we do not know.
func TestDecodeOtherShapes(t *testing.T) {
	got, _, _, err := collect(`{"extra":{"a":[1,{}]},"warnings":null,"data":{"stats":{},"result":[{"values":[[1,"2"]],"x":1,"metric":{}}],"resultType":"matrix"},"status":"success"}`)
	require.NoError(t, err)
	require.Equal(t, []Sample{{Time: 1000, Value: 2}}, got[0].samples)

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
	for result, text := range map[string]string{matrixResult: matrix, vectorResult: vector} {
		for n := range len(text) {
			_, _, _, err := collectAs(result, text[:n])
			require.Truef(t, errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF), "%s cut at %d: %v", result, n, err)
		}
	}
	for n := range len(native) {
		_, _, _, err := collect(native[:n])
		require.Truef(t, errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF), "histograms cut at %d: %v", n, err)
	}
}

func TestDecodeErrorAnswer(t *testing.T) {
	_, _, _, err := collect(`{"status":"error","errorType":"execution","error":"query processing would load too many samples"}`)
	require.Equal(t, fault.Rejected, fault.From(err).Category)
	require.ErrorContains(t, err, "too many samples")
}
