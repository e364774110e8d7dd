package promapi

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// native is an answer as Prometheus writes it: a histogram of both signs, an empty one, and one of custom buckets.
const native = `{"status":"success","data":{"resultType":"matrix","result":[
  {"metric":{"service":"a"},"histograms":[
    [1700000000,{"count":"5.5","sum":"-3.4","buckets":[[1,"-4","-2.8","1.5"],[1,"-2","-1.4","1"],[3,"-0.001","0.001","2"],[0,"0.7","1","1"]]}],
    [1700000060.5,{"count":"0","sum":"0"}]]},
  {"metric":{"service":"b"},"histograms":[[1700000000,{"count":"6","sum":"NaN","buckets":[[0,"-Inf","0.1","1"],[0,"0.1","0.5","2"],[0,"1","+Inf","3"]]}]]}]}}`

func TestDecodeNative(t *testing.T) {
	got, stats, _, err := collect(native)
	require.NoError(t, err)
	require.Equal(t, Stats{Series: 2, Samples: 3 + 7}, stats)
	require.Equal(t, []Sample{
		{Time: 1700000000000, Histogram: &Histogram{Count: 5.5, Buckets: []Bucket{{-4, -2.8, 1.5}, {-2, -1.4, 1}, {-0.001, 0.001, 2}, {0.7, 1, 1}}}},
		{Time: 1700000060500, Histogram: &Histogram{Count: 0, Buckets: []Bucket{}}},
	}, got[0].samples)
	require.Equal(t, []Bucket{{math.Inf(-1), 0.1, 1}, {0.1, 0.5, 2}, {1, math.Inf(1), 3}}, got[1].samples[0].Histogram.Buckets)
	require.Equal(t, map[string]string{"service": "b"}, got[1].labels)
}

// one decodes the only sample of an answer with this histogram.
func one(t *testing.T, histogram string) (Histogram, error) {
	t.Helper()
	got, _, _, err := collect(answerOf(histogram))
	if err != nil {
		return Histogram{}, err
	}
	require.Len(t, got, 1)
	require.Len(t, got[0].samples, 1)
	return *got[0].samples[0].Histogram, nil
}

func answerOf(histogram string) string {
	return `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,` + histogram + `]]}]}}`
}

func TestHistogramShapes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Histogram
	}{
		"any order, unknown members":      {`{"x":[{}],"buckets":[[0,"1","2","3"]],"sum":"4","y":null,"count":"3"}`, Histogram{Count: 3, Buckets: []Bucket{{1, 2, 3}}}},
		"white space":                     {` { "count" : "3" , "buckets" : [ [ 0 , "1" , "2" , "3" ] ] } `, Histogram{Count: 3, Buckets: []Bucket{{1, 2, 3}}}},
		"no list where Go has none":       {`{"count":"3","buckets":null}`, Histogram{Count: 3, Buckets: []Bucket{}}},
		"empty buckets":                   {`{"count":"3","buckets":[[0,"1","2","0"],[0,"2","3","3"],[0,"3","4","-0"]]}`, Histogram{Count: 3, Buckets: []Bucket{{2, 3, 3}}}},
		"more counted than in buckets":    {`{"count":"4","sum":"NaN","buckets":[[0,"1","2","3"]]}`, Histogram{Count: 4, Buckets: []Bucket{{1, 2, 3}}}},
		"a zero bucket without width":     {`{"count":"3","buckets":[[1,"-1","-0","1"],[3,"-0","0","1"],[0,"0","1","1"]]}`, Histogram{Count: 3, Buckets: []Bucket{{-1, 0, 1}, {0, 0, 1}, {0, 1, 1}}}},
		"bounds that belong to neither":   {`{"count":"2","buckets":[[2,"0","1","1"],[2,"1","2","1"]]}`, Histogram{Count: 2, Buckets: []Bucket{{0, 1, 1}, {1, 2, 1}}}},
		"up to what there is":             {`{"count":"2","buckets":[[1,"-Inf","-1.7976931348623157e+308","1"],[0,"1.7976931348623157e+308","+Inf","1"]]}`, Histogram{Count: 2, Buckets: []Bucket{{math.Inf(-1), -math.MaxFloat64, 1}, {math.MaxFloat64, math.Inf(1), 1}}}},
		"everything":                      {`{"count":"2","buckets":[[3,"-Inf","+Inf","2"]]}`, Histogram{Count: 2, Buckets: []Bucket{{math.Inf(-1), math.Inf(1), 2}}}},
		"two lists of buckets, apart":     {`{"buckets":[[0,"1","2","1"]],"count":"2","buckets":[[0,"2","3","1"]]}`, Histogram{Count: 2, Buckets: []Bucket{{1, 2, 1}, {2, 3, 1}}}},
		"a fraction, where extrapolated":  {`{"count":"1e-320","buckets":[[0,"1","2","1e-320"]]}`, Histogram{Count: 1e-320, Buckets: []Bucket{{1, 2, 1e-320}}}},
		"names written in another manner": {`{"c\u006funt":"1"}`, Histogram{Count: 1, Buckets: []Bucket{}}},
	} {
		got, err := one(t, c.text)
		require.NoError(t, err, name)
		require.Equal(t, c.want, got, name)
		for _, bucket := range got.Buckets {
			require.False(t, bucket.Lower == 0 && math.Signbit(bucket.Lower), "%s: one zero", name)
			require.False(t, bucket.Upper == 0 && math.Signbit(bucket.Upper), "%s: one zero", name)
		}
	}
}

// What can't be a distribution is said to be none; nothing of it is kept.
func TestInvalidHistograms(t *testing.T) {
	for name, text := range map[string]string{
		"overlap":                     `{"count":"2","buckets":[[0,"1","2","1"],[0,"1.5","3","1"]]}`,
		"one in the other":            `{"count":"2","buckets":[[0,"1","4","1"],[0,"2","3","1"]]}`,
		"twice":                       `{"count":"2","buckets":[[0,"1","2","1"],[0,"1","2","1"]]}`,
		"a bound that belongs to two": `{"count":"2","buckets":[[0,"1","2","1"],[1,"2","3","1"]]}`,
		"two zero buckets":            `{"count":"2","buckets":[[3,"0","0","1"],[3,"-0","0","1"]]}`,
		"descending":                  `{"count":"2","buckets":[[0,"2","3","1"],[0,"1","2","1"]]}`,
		"backwards":                   `{"count":"1","buckets":[[0,"2","1","1"]]}`,
		"backwards but empty":         `{"count":"1","buckets":[[0,"2","1","0"]]}`,
		"between equal bounds":        `{"count":"1","buckets":[[0,"1","1","1"]]}`,
		"at infinity":                 `{"count":"1","buckets":[[3,"+Inf","+Inf","1"]]}`,
		"lower NaN":                   `{"count":"1","buckets":[[0,"NaN","1","1"]]}`,
		"upper NaN":                   `{"count":"1","buckets":[[0,"1","NaN","1"]]}`,
		"after NaN":                   `{"count":"2","buckets":[[0,"1","NaN","1"],[0,"2","3","1"]]}`,
		"negative":                    `{"count":"1","buckets":[[0,"1","2","-1"],[0,"2","3","2"]]}`,
		"infinite":                    `{"count":"1","buckets":[[0,"1","2","+Inf"]]}`,
		"a bucket of NaN":             `{"count":"1","buckets":[[0,"1","2","NaN"]]}`,
		"count NaN":                   `{"count":"NaN","buckets":[[0,"1","2","1"]]}`,
		"count infinite":              `{"buckets":[[0,"1","2","1"]],"count":"+Inf"}`,
		"count negative":              `{"count":"-1"}`,
	} {
		got, err := one(t, text)
		require.NoError(t, err, name)
		require.Equal(t, Histogram{Invalid: true, Buckets: []Bucket{}}, got, name)
	}
}

// An invalid histogram takes nothing with it, and leaves nothing to the next one.
func TestInvalidBesideValid(t *testing.T) {
	got, stats, _, err := collect(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[
		[1,{"count":"1","buckets":[[0,"1","2","1"]]}],
		[2,{"count":"1","buckets":[[0,"1","2","1"],[0,"1","NaN","7"]]}],
		[3,{"count":"1","buckets":[[0,"0","1","3"]]}]]}]}}`)
	require.NoError(t, err)
	require.Equal(t, Stats{Series: 1, Samples: 5}, stats)
	require.Equal(t, []Sample{
		{Time: 1000, Histogram: &Histogram{Count: 1, Buckets: []Bucket{{1, 2, 1}}}},
		{Time: 2000, Histogram: &Histogram{Invalid: true, Buckets: []Bucket{}}},
		{Time: 3000, Histogram: &Histogram{Count: 1, Buckets: []Bucket{{0, 1, 3}}}},
	}, got[0].samples)
}

func TestHistogramsThatAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"no count":           `{"sum":"1"}`,
		"a bare count":       `{"count":1}`,
		"count of nothing":   `{"count":"x"}`,
		"a number":           `"5"`,
		"nothing":            `null`,
		"a list":             `[]`,
		"three things":       `{"count":"1"},3`,
		"buckets no list":    `{"count":"1","buckets":{}}`,
		"a bucket no list":   `{"count":"1","buckets":["1"]}`,
		"a short bucket":     `{"count":"1","buckets":[[0,"1","2"]]}`,
		"an empty bucket":    `{"count":"1","buckets":[[]]}`,
		"a long bucket":      `{"count":"1","buckets":[[0,"1","2","3","4"]]}`,
		"bare bounds":        `{"count":"1","buckets":[[0,1,2,"3"]]}`,
		"a bare bucket":      `{"count":"1","buckets":[[0,"1","2",3]]}`,
		"a rule in quotes":   `{"count":"1","buckets":[["0","1","2","3"]]}`,
		"a rule not known":   `{"count":"1","buckets":[[4,"1","2","3"]]}`,
		"a rule of two":      `{"count":"1","buckets":[[00,"1","2","3"]]}`,
		"a bound not number": `{"count":"1","buckets":[[0,"a","2","3"]]}`,
	} {
		_, _, _, err := collect(answerOf(text))
		require.ErrorIs(t, err, errNotJSON, name)
	}
	for name, sample := range map[string]string{"no time": `[{"count":"1"}]`, "a time in quotes": `["1",{"count":"1"}]`, "a time only": `[1]`, "no pair": `{"count":"1"}`} {
		_, _, _, err := collect(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[` + sample + `]}]}}`)
		require.ErrorIs(t, err, errNotJSON, name)
	}
}

// A metric that changes from numbers to histograms, or an expression that yields both, makes a series of both.
func TestMixedSeriesAreInOrder(t *testing.T) {
	numbers, histograms := `"values":[[1,"10"],[3,"30"]]`, `"histograms":[[2,{"count":"2"}],[3,{"count":"3"}],[4,{"count":"4"}]]`
	for _, members := range []string{numbers + "," + histograms, histograms + "," + numbers} {
		got, stats, _, err := collect(`{"status":"success","data":{"resultType":"matrix","result":[{` + members + `,"metric":{"a":"b"}}]}}`)
		require.NoError(t, err)
		require.Equal(t, Stats{Series: 1, Samples: 5}, stats)
		var times []int64
		for _, sample := range got[0].samples {
			times = append(times, sample.Time)
			if sample.Histogram != nil {
				require.Zero(t, sample.Value)
				require.InDelta(t, float64(sample.Time)/1000, sample.Histogram.Count, 0)
			} else {
				require.InDelta(t, float64(sample.Time)/100, sample.Value, 0)
			}
		}
		require.Equal(t, []int64{1000, 2000, 3000, 3000, 4000}, times)
	}
}

// A sink that appends to the buckets of one histogram does not write into the next one's, also where the memory is that
// of the series before.
func TestBucketsAreClipped(t *testing.T) {
	one := `{"metric":{},"histograms":[[1,{"count":"1","buckets":[[0,"1","2","1"]]}],[2,{"count":"1","buckets":[[0,"3","4","1"]]}]]}`
	text := `{"status":"success","data":{"resultType":"matrix","result":[` + one + "," + one + `]}}`
	_, _, err := decode(strings.NewReader(text), matrixResult, func(_ map[string]string, samples []Sample) error {
		_ = append(samples[0].Histogram.Buckets, Bucket{5, 6, 7})
		require.Equal(t, []Bucket{{3, 4, 1}}, samples[1].Histogram.Buckets)
		return nil
	})
	require.NoError(t, err)
}
