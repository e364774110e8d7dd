package promapi

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

var errNotJSON = errors.New("not a Prometheus answer")

// reader walks JSON while it arrives.
type reader struct{ dec *jsontext.Decoder }

func newReader(text io.Reader) reader {
	return reader{jsontext.NewDecoder(text, jsontext.AllowDuplicateNames(true))}
}

// object walks the members of an object. Anything else in its place is not a Prometheus answer.
func (r reader) object(member func(name string) error) error {
	return r.between('{', '}', func() error {
		name, err := r.text()
		if err != nil {
			return err
		}
		return member(name)
	})
}

// list walks the elements of an array, or of the null that Go writes for one without any.
func (r reader) list(element func() error) error {
	if r.dec.PeekKind() == 'n' {
		return r.skip()
	}
	return r.between('[', ']', element)
}

// between reads what lies between an opening and a closing token, element by element.
func (r reader) between(open, end jsontext.Kind, element func() error) error {
	if err := r.expect(open); err != nil {
		return err
	}
	for r.dec.PeekKind() != end {
		if err := element(); err != nil {
			return err
		}
	}
	return r.expect(end)
}

func (r reader) expect(kind jsontext.Kind) error {
	token, err := r.dec.ReadToken()
	if err != nil {
		return malformed(err)
	}
	if token.Kind() != kind {
		return errNotJSON
	}
	return nil
}

// end makes sure that nothing follows the document, such as a proxy's error page.
func (r reader) end() error {
	switch _, err := r.dec.ReadToken(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return malformed(err)
	}
	return errNotJSON
}

func (r reader) text() (string, error) {
	token, err := r.dec.ReadToken()
	if err != nil {
		return "", malformed(err)
	}
	if token.Kind() != '"' {
		return "", errNotJSON
	}
	return token.String(), nil
}

// quoted reads a number in quotes.
func (r reader) quoted() (float64, error) {
	raw, err := r.dec.ReadValue()
	if err != nil {
		return 0, malformed(err)
	}
	value, ok := parseQuoted(raw)
	if !ok {
		return 0, errNotJSON
	}
	return value, nil
}

func (r reader) skip() error {
	if err := r.dec.SkipValue(); err != nil {
		return malformed(err)
	}
	return nil
}

// malformed keeps cut-off answers apart from answers that are not JSON.
func malformed(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", errNotJSON, err)
	}
	return err
}
