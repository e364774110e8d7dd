package request

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/prometheus/common/model"
)

// Duration is a length of time as PromQL writes it (5m, 1h30m, 7d), or the macro $__range: the panel's range.
type Duration struct {
	Length time.Duration
	Range  bool // $__range, until Resolve has replaced it.
}

const macroRange = "$__range"

// ParseDuration reads a duration or $__range. A length of 0 is an error: it would be taken for "not given".
func ParseDuration(text string) (Duration, error) {
	if text == macroRange || text == "${__range}" {
		return Duration{Range: true}, nil
	}
	length, err := model.ParseDuration(text)
	if err != nil {
		return Duration{}, fmt.Errorf("%q is not a duration", text)
	}
	if length == 0 {
		return Duration{}, fmt.Errorf("%q has no length", text)
	}
	return Duration{Length: time.Duration(length)}, nil
}

// IsZero reports whether nothing was given.
func (d Duration) IsZero() bool { return d == Duration{} }

// String writes the duration as PromQL does.
func (d Duration) String() string {
	if d.Range {
		return macroRange
	}
	return model.Duration(d.Length).String()
}

// Resolve replaces $__range by the length of the panel's range.
func (d Duration) Resolve(panelRange time.Duration) time.Duration {
	if d.Range {
		return panelRange
	}
	return d.Length
}

// UnmarshalJSONFrom implements json.UnmarshalerFrom. An empty string is "not given".
func (d *Duration) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	text, err := readString(dec, "a duration like \"5m\" or \"1h\"")
	if err != nil || text == "" {
		return err
	}
	*d, err = ParseDuration(text)
	return err
}

// MarshalJSONTo implements json.MarshalerTo.
func (d Duration) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteToken(jsontext.String(d.String()))
}

func readString(dec *jsontext.Decoder, wanted string) (string, error) {
	token, err := dec.ReadToken()
	if err != nil {
		return "", err
	}
	if token.Kind() != '"' {
		return "", fmt.Errorf("must be a string: %s", wanted)
	}
	return token.String(), nil
}
