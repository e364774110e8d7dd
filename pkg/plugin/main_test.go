package plugin_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	sdklog "github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"go.uber.org/goleak"
)

// No test may leave a request, a connection or a worker behind.
func TestMain(m *testing.M) {
	backend.Logger, sdklog.DefaultLogger = logged, logged
	backend.NewLoggerWith = func(...any) sdklog.Logger { return logged }
	goleak.VerifyTestMain(m)
}

// logged keeps all that is logged by tests.
var logged = &memory{}

// memory is a logger that remembers.
type memory struct {
	mu    sync.Mutex
	lines []string
}

func (m *memory) add(message string, args []any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, fmt.Sprint(message, " ", fmt.Sprintf("%+v", args)))
}

// text returns all lines since the last call.
func (m *memory) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := strings.Join(m.lines, "\n")
	m.lines = nil
	return all
}

func (m *memory) Debug(message string, args ...any)         { m.add(message, args) }
func (m *memory) Info(message string, args ...any)          { m.add(message, args) }
func (m *memory) Warn(message string, args ...any)          { m.add(message, args) }
func (m *memory) Error(message string, args ...any)         { m.add(message, args) }
func (m *memory) With(args ...any) sdklog.Logger            { m.add("with", args); return m }
func (m *memory) Level() sdklog.Level                       { return sdklog.Trace }
func (m *memory) FromContext(context.Context) sdklog.Logger { return m }
