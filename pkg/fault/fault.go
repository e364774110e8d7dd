// Package fault is the one error type of the query layer: what went wrong, whose fault it is, and what a person can do
// about it. Stages return faults (or wrap plain errors into them); only the plugin package turns them into responses.
package fault

import (
	"errors"
	"fmt"
	"net/http"
)

// Category classifies a fault. It decides the HTTP status and whether the fault counts against the plugin or not.
type Category string

// The categories. Each one has a row in the table below.
const (
	Query        Category = "query"        // The query itself is wrong; Field names the place.
	Settings     Category = "settings"     // The data source's settings are wrong.
	Limit        Category = "limit"        // An answer or a plan is larger than allowed.
	Unauthorized Category = "unauthorized" // The server wants (other) credentials.
	Forbidden    Category = "forbidden"    // The credentials are known but not allowed.
	NotFound     Category = "notFound"     // Nothing answers at this path: usually a wrong URL.
	Rejected     Category = "rejected"     // The server understood the PromQL and refused to run it.
	Unavailable  Category = "unavailable"  // The server can't be reached or says it can't serve.
	Timeout      Category = "timeout"      // No answer in time.
	Protocol     Category = "protocol"     // The answer is not what the Prometheus HTTP API promises.
	Canceled     Category = "canceled"     // The caller went away.
	Internal     Category = "internal"     // A defect of this plugin.
)

// statusClientClosedRequest is the de-facto status for a caller that went away; net/http has no name for it.
const statusClientClosedRequest = 499

var statuses = map[Category]int{
	Query:        http.StatusBadRequest,
	Settings:     http.StatusBadRequest,
	Limit:        http.StatusUnprocessableEntity,
	Unauthorized: http.StatusUnauthorized,
	Forbidden:    http.StatusForbidden,
	NotFound:     http.StatusNotFound,
	Rejected:     http.StatusUnprocessableEntity,
	Unavailable:  http.StatusBadGateway,
	Timeout:      http.StatusGatewayTimeout,
	Protocol:     http.StatusBadGateway,
	Canceled:     statusClientClosedRequest,
	Internal:     http.StatusInternalServerError,
}

// Error is a fault. Its text is one sentence that says what happened, followed by what to do about it.
type Error struct {
	Category Category
	Field    string // JSON path of the query field at fault, "" where none is.
	Message  string // What happened; no secret may be in it.
	Fix      string // What to do, "" where nothing better than the message can be said.
	cause    error
}

// New returns a fault of a category.
func New(category Category, message, fix string) *Error {
	return &Error{Category: category, Message: message, Fix: fix}
}

// InField returns a query fault that names the field.
func InField(field, message, fix string) *Error {
	return &Error{Category: Query, Field: field, Message: message, Fix: fix}
}

// Because returns the same fault with the error that caused it, for errors.Is and errors.As. The cause's text is not
// shown: it may hold addresses or headers.
func (e *Error) Because(cause error) *Error {
	wrapped := *e
	wrapped.cause = cause
	return &wrapped
}

// Error implements error.
func (e *Error) Error() string {
	text := e.Message
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Fix != "" {
		text += "; " + e.Fix
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Status returns the HTTP status of the category.
func (e *Error) Status() int {
	if status, ok := statuses[e.Category]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// Downstream reports whether the fault lies outside the plugin: in the query, the settings or the server queried.
func (e *Error) Downstream() bool { return e.Category != Internal }

// From returns err as a fault: itself if it is one already, an internal one otherwise. nil stays nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return New(Internal, fmt.Sprintf("the plugin failed: %v", err), "please report it with the query's JSON").Because(err)
}
