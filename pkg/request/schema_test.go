package request_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

// The schema and the parser must agree, but for what a schema can't express.
func TestSchemaAgreesWithTheParser(t *testing.T) {
	schema := compile(t)
	for _, text := range accepted {
		_, err := request.Parse([]byte(text))
		require.NoError(t, err, text)
		require.NoError(t, schema.Validate(decode(t, text)), text)
	}
	for _, c := range rejected {
		if c.schemaAllows || !json.Valid([]byte(c.json)) {
			continue
		}
		require.Error(t, schema.Validate(decode(t, c.json)), c.name)
	}
}

func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(request.Schema))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("query.json", document))
	schema, err := compiler.Compile("query.json")
	require.NoError(t, err)
	return schema
}

func decode(t *testing.T, text string) any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	return document
}

// A query written again is the same query, defaults included: alert rules are made from panels this way.
func TestRoundTrip(t *testing.T) {
	schema := compile(t)
	for _, text := range accepted {
		q := parsed(t, text)
		again := written(t, q)
		require.NoError(t, schema.Validate(decode(t, again)), again)
		require.Equal(t, again, written(t, parsed(t, again)))
	}
}

func parsed(t testing.TB, text string) request.Query {
	t.Helper()
	q, err := request.Parse([]byte(text))
	require.NoError(t, err, text)
	return q
}

func written(t testing.TB, q request.Query) string {
	t.Helper()
	text, err := jsonv2.Marshal(q)
	require.NoError(t, err)
	return string(text)
}
