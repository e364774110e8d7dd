package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

func FuzzParse(f *testing.F) {
	for _, text := range accepted {
		f.Add(text)
	}
	for _, c := range rejected {
		f.Add(c.json)
	}
	schema := compile(f)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := request.Parse([]byte(text))
		if err != nil {
			var known *fault.Error
			require.ErrorAs(t, err, &known)
			require.NotEqual(t, fault.Internal, known.Category)
			require.NotEmpty(t, known.Fix)
			return
		}
		require.NotEmpty(t, q.Measures)
		require.NoError(t, q.BaselineSelection().Validate("baseline"))
		again := written(t, q)
		require.NoError(t, schema.Validate(decode(t, again)), again)
		require.Equal(t, again, written(t, parsed(t, again)))
	})
}
