package plugin_test

import (
	"testing"

	"go.uber.org/goleak"
)

// No test may leave a request, a connection or a worker behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
