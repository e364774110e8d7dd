package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Labels that are part of the bin are fetched as those of groups are: the same series, the same cells, the same price.
func TestJointLabelsAreFetchedLikeGroups(t *testing.T) {
	timing := lastHours(1)
	for _, kind := range []string{
		`{"metric":"m","type":"classic"}`, `{"metric":"m","type":"native"}`, `{"metric":"m","type":"categoryCounter","category":["c"]}`,
	} {
		joint := built(t, `{"current":`+kind+`,"groupBy":["model"],"joint":["feature"],"replicates":{"by":"pod"}}`, timing)
		groups := built(t, `{"current":`+kind+`,"groupBy":["model","feature"],"replicates":{"by":"pod"}}`, timing)
		require.Equal(t, groups, joint)
		require.Contains(t, joint.Sources[0].Expr, "feature, ")
	}
}
