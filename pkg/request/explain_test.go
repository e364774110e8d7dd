package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLabelsThatMayExplain(t *testing.T) {
	q := parsed(t, `{"view":"explain","groupBy":["service"],
		"current":{"metric":"m","matchers":[{"label":"job","op":"=","value":"a"},{"label":"zone","op":"=~","value":"a|b"},{"label":"version","op":"=","value":"canary"},{"label":"team","op":"=","value":"x"}]},
		"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"},{"label":"team","op":"=~","value":".+"}]}}`)
	for label, want := range map[string]bool{
		"le": false, "__name__": false, "service": false, "job": false, "version": false, "team": false, "zone": true, "pod": true,
	} {
		require.Equal(t, want, q.MayExplain(label), label)
	}
	q = parsed(t, `{"view":"explain","current":{"metric":"m","category":["country"],"matchers":[{"label":"job","op":"!=","value":"a"}]}}`)
	require.False(t, q.MayExplain("country"))
	require.True(t, q.MayExplain("job"))
}
