package fault_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
)

func TestStatusAndSource(t *testing.T) {
	for category, want := range map[fault.Category]struct {
		status     int
		downstream bool
	}{
		fault.Query:        {http.StatusBadRequest, true},
		fault.Settings:     {http.StatusBadRequest, true},
		fault.Limit:        {http.StatusUnprocessableEntity, true},
		fault.Unauthorized: {http.StatusUnauthorized, true},
		fault.Forbidden:    {http.StatusForbidden, true},
		fault.NotFound:     {http.StatusNotFound, true},
		fault.Rejected:     {http.StatusUnprocessableEntity, true},
		fault.Unavailable:  {http.StatusBadGateway, true},
		fault.Timeout:      {http.StatusGatewayTimeout, true},
		fault.Protocol:     {http.StatusBadGateway, true},
		fault.Canceled:     {499, true},
		fault.Internal:     {http.StatusInternalServerError, false},
		"unheard of":       {http.StatusInternalServerError, true},
	} {
		err := fault.New(category, "m", "f")
		require.Equal(t, want.status, err.Status(), category)
		require.Equal(t, want.downstream, err.Downstream(), category)
	}
}

func TestTextNamesFieldAndFix(t *testing.T) {
	require.EqualError(t, fault.InField("window", "is not a duration", "write it like 5m or 1h"), "window: is not a duration; write it like 5m or 1h")
	require.EqualError(t, fault.New(fault.Timeout, "no answer", ""), "no answer")
}

func TestFrom(t *testing.T) {
	require.Nil(t, fault.From(nil))

	known := fault.New(fault.Limit, "too much", "ask for less")
	require.Same(t, known, fault.From(fmt.Errorf("while fetching: %w", known)))

	unknown := fault.From(io.ErrUnexpectedEOF)
	require.Equal(t, fault.Internal, unknown.Category)
	require.ErrorIs(t, unknown, io.ErrUnexpectedEOF)
}

func TestCauseIsKeptButNotShown(t *testing.T) {
	secret := errors.New("dial 10.0.0.1 with token=s3cret")
	err := fault.New(fault.Unavailable, "can't reach the server", "").Because(secret)
	require.ErrorIs(t, err, secret)
	require.NotContains(t, err.Error(), "s3cret")
}
