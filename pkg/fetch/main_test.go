package fetch_test

import (
	"testing"

	"go.uber.org/goleak"
)

// No request may outlive the fetch that made it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
