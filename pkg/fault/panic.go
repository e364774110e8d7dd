package fault

import (
	"fmt"
	"runtime/debug"
)

// Panic is the cause of a fault that was a panic.
type Panic struct {
	Cause any
	Stack []byte
}

// Error implements error.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Cause) }

// Recover turns a panic of the function that defers it into an internal fault in err. Each goroutine of a query needs
// its own: a panic that leaves one ends the plugin, and with it every panel.
func Recover(err *error) {
	if cause := recover(); cause != nil {
		*err = From(&Panic{Cause: cause, Stack: debug.Stack()})
	}
}
