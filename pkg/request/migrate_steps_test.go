package request

import (
	"maps"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

// rename and double are steps that there never were, from 1 to 2 and from 2 to 3.
var testSteps = []step{
	func(saved members) (members, error) {
		renamed := maps.Clone(saved)
		renamed["limit"] = saved["most"]
		delete(renamed, "most")
		return renamed, nil
	},
	func(saved members) (members, error) {
		marked := maps.Clone(saved)
		marked["seen"] = jsontext.Value(`"` + string(saved["limit"]) + `"`)
		return marked, nil
	},
}

func TestStepsRunInTheirOrderFromTheVersionSaved(t *testing.T) {
	for saved, current := range map[string]string{
		`{"most":10,"n":1e400}`:          `{"version":3,"limit":10,"seen":"10","n":1e400}`,
		`{"version":1,"most":10}`:        `{"version":3,"limit":10,"seen":"10"}`,
		`{"version":2,"limit":7}`:        `{"version":3,"limit":7,"seen":"7"}`,
		`{"version":3,"most":7,"a":[ ]}`: `{"version":3,"most":7,"a":[ ]}`,
	} {
		got, err := migrate([]byte(saved), testSteps)
		require.NoError(t, err)
		require.Equal(t, canonical(t, current), canonical(t, string(got)), saved)
		again, err := migrate(got, testSteps)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again))
	}
	_, err := migrate([]byte(`{"version":4}`), testSteps)
	require.ErrorContains(t, err, "those up to 3")
}

// canonical leaves numbers as they were written, which may be larger than any that Go has.
func canonical(t *testing.T, text string) string {
	t.Helper()
	value := jsontext.Value(text)
	require.NoError(t, value.Format(jsontext.ReorderRawObjects(true), jsontext.Multiline(false), jsontext.CanonicalizeRawFloats(false)))
	return string(value)
}
