package promapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/go-json-experiment/json"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/histodrift/histodrift/pkg/fault"
)

// classify turns an error of the transport or the decoder into a fault.
func (c *Client) classify(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	switch {
	case errors.Is(err, errTooLarge) || errors.Is(err, httpclient.ErrResponseBodyTooLarge):
		return fault.New(fault.Limit, "the answer of the Prometheus server is over the limit on bytes",
			"group by fewer labels, narrow the matchers or the range, or raise limits.bytes in the data source").Because(err)
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return fault.New(fault.Timeout, fmt.Sprintf("the Prometheus server gave no answer within %s", c.config.QueryTimeout),
			"choose a shorter range or raise the query timeout in the data source").Because(err)
	case errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled):
		return fault.New(fault.Canceled, "the query was canceled", "").Because(err)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return fault.New(fault.Protocol, "the answer of the Prometheus server was cut off",
			"try again; if it stays, look at proxies between Grafana and the server").Because(err)
	case isCertificate(err):
		return fault.New(fault.Unavailable, "the TLS certificate of the Prometheus server is not trusted",
			"add its CA certificate in the data source, or correct the server name").Because(err)
	case errors.Is(err, errNotJSON):
		return notPrometheus(err)
	}
	return fault.New(fault.Unavailable, "the Prometheus server can't be reached: "+reason(err), "check that it runs and that the data source's URL is right").Because(err)
}

func isTimeout(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}

func isCertificate(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	return errors.As(err, &verification) || errors.As(err, &authority)
}

// reason names the kind of network failure without the address, which may hold a password.
func reason(err error) string {
	var lookup *net.DNSError
	var operation *net.OpError
	switch {
	case errors.As(err, &lookup):
		return "its name is not known"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.As(err, &operation) && operation.Op == "dial":
		return "there is no way to its address"
	case errors.As(err, &operation):
		return "the connection broke"
	}
	return "the request failed"
}

func notPrometheus(cause error) error {
	return fault.New(fault.Protocol, "the answer is not that of a Prometheus HTTP API",
		"check the data source's URL: it may point at a web page, a login or a proxy").Because(cause)
}

// maxErrorBody bounds what is read of an error answer.
const maxErrorBody = 64 << 10

// refusal turns an answer other than 200 into a fault, in Prometheus' own words where it gives some.
func refusal(response *http.Response, body io.Reader) error {
	text, _ := io.ReadAll(io.LimitReader(body, maxErrorBody))
	var answer struct {
		ErrorType string `json:"errorType"`
		Error     string `json:"error"`
	}
	_ = json.Unmarshal(text, &answer)
	return refused(response.StatusCode, answer.ErrorType, answer.Error)
}

// refused maps status and error type to a fault.
func refused(status int, errorType, message string) error {
	said := ""
	if message != "" {
		said = ": " + shorten(message)
	}
	switch {
	case status == http.StatusUnauthorized:
		return fault.New(fault.Unauthorized, "the Prometheus server does not accept the credentials (401)", "check user, password or token in the data source")
	case status == http.StatusForbidden:
		return fault.New(fault.Forbidden, "the Prometheus server does not allow this (403)", "check the rights of the user or tenant in the data source")
	case status == http.StatusNotFound && message == "":
		return fault.New(fault.NotFound, "there is no Prometheus HTTP API at this address (404)", "check the data source's URL and path prefix")
	case status == http.StatusMethodNotAllowed:
		return fault.New(fault.Rejected, "the server does not allow this HTTP method (405)", "choose the other HTTP method in the data source")
	case status == http.StatusTooManyRequests:
		return fault.New(fault.Unavailable, "the Prometheus server is asked too often (429)"+said, "refresh less often or choose a shorter range")
	case errorType == "timeout" || status == http.StatusGatewayTimeout:
		return fault.New(fault.Timeout, "the Prometheus server ran out of time"+said, "choose a shorter range or raise its query timeout")
	case errorType == "bad_data" || errorType == "execution" || status == http.StatusUnprocessableEntity:
		return fault.New(fault.Rejected, "the Prometheus server refused the query"+said, "narrow the query; see the PromQL in the query inspector")
	case status >= http.StatusInternalServerError:
		return fault.New(fault.Unavailable, fmt.Sprintf("the Prometheus server can't serve now (%d)%s", status, said), "try again; if it stays, look at the server's log")
	case message == "":
		return notPrometheus(fmt.Errorf("status %d", status))
	}
	return fault.New(fault.Rejected, fmt.Sprintf("the Prometheus server refused the query (%d)%s", status, said), "see the PromQL in the query inspector")
}

// shorten keeps a server's message to one readable line.
func shorten(message string) string {
	const most = 300
	line := strings.Join(strings.Fields(message), " ")
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return line
}
