package request

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/histodrift/histodrift/pkg/fault"
)

// envelope is what Grafana adds to the JSON of every query. None of it is ours, and none of it is an unknown field.
type envelope struct {
	RefID         jsontext.Value `json:"refId"`
	Key           jsontext.Value `json:"key"`
	Datasource    jsontext.Value `json:"datasource"`
	DatasourceID  jsontext.Value `json:"datasourceId"`
	DatasourceUID jsontext.Value `json:"datasourceUid"`
	Hide          jsontext.Value `json:"hide"`
	QueryType     jsontext.Value `json:"queryType"`
	IntervalMs    jsontext.Value `json:"intervalMs"`
	MaxDataPoints jsontext.Value `json:"maxDataPoints"`
	UTCOffsetSec  jsontext.Value `json:"utcOffsetSec"`
	AdhocFilters  jsontext.Value `json:"adhocFilters"`
	Scopes        jsontext.Value `json:"scopes"`
	TimeRange     jsontext.Value `json:"timeRange"`
}

type document struct {
	Query
	envelope

	Instant *bool `json:"instant"` // In place of Query.Instant, whose default depends on the view.
}

// Parse reads the JSON of one query, of whatever version, fills in the defaults and validates it. The error is a *fault.Error that names
// the field and the fix.
func Parse(raw []byte) (Query, error) {
	current, err := Migrate(raw)
	if err != nil {
		return Query{}, err
	}
	var doc document
	if err := json.Unmarshal(current, &doc, json.RejectUnknownMembers(true)); err != nil {
		return Query{}, explain(err)
	}
	query := doc.Query
	query.applyDefaults()
	query.Instant = query.View.IsMoment()
	if doc.Instant != nil {
		query.Instant = *doc.Instant
	}
	if query.Instant && slices.Contains(formatted, query.View) {
		setDefault(&query.Format, FormatTable)
	}
	if err := query.validate(); err != nil {
		return Query{}, err
	}
	return query, nil
}

// explain turns an error of the JSON package into a fault that names the field.
func explain(err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		field := fieldName(semantic.JSONPointer)
		if errors.Is(err, json.ErrUnknownName) {
			return fault.InField(field, "is not a field of the query", "check its spelling, or remove it").Because(err)
		}
		return fault.InField(field, semanticMessage(semantic), "see the JSON Schema of the query").Because(err)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		return fault.InField(fieldName(syntactic.JSONPointer), fmt.Sprintf("the query is not valid JSON at byte %d", syntactic.ByteOffset), "check the JSON").Because(err)
	}
	return fault.New(fault.Query, "the query can't be read", "check the JSON").Because(err)
}

func semanticMessage(err *json.SemanticError) string {
	if noTime := (*time.ParseError)(nil); errors.As(err, &noTime) {
		return fmt.Sprintf("%q is no time with a zone, such as 2026-11-01T00:00:00Z", noTime.Value)
	}
	if err.Err != nil {
		return err.Err.Error()
	}
	return fmt.Sprintf("a JSON %s does not fit here", err.JSONKind)
}

// fieldName writes a JSON pointer the way people write paths: /baseline/matchers/0/op is baseline.matchers[0].op.
func fieldName(pointer jsontext.Pointer) string {
	var path strings.Builder
	for token := range pointer.Tokens() {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			fmt.Fprintf(&path, "[%s]", token)
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(token)
	}
	return path.String()
}
