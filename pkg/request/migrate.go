package request

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/histodrift/histodrift/pkg/fault"
)

// members are the fields of a saved query, each as its JSON. What no step touches stays as it was written.
type members map[string]jsontext.Value

// step turns a query of one version into the next. It may keep what it gets, but must not change it.
type step func(members) (members, error)

// steps go from each version to the next: the first from 1 to 2. src/query/migrate.ts has the same, and both read the
// same examples, in testdata/saved.
var steps []step

// Migrate brings the JSON of a saved query up to date. One without a version is of version 1. JSON that is no object is
// returned as it is, for the parser to say what is wrong. A version that is not known is an error: what is not understood
// must not be guessed.
func Migrate(raw []byte) ([]byte, error) { return migrate(raw, steps) }

func migrate(raw []byte, through []step) ([]byte, error) {
	var saved members
	if err := json.Unmarshal(raw, &saved); err != nil || saved == nil {
		return raw, nil
	}
	newest := len(through) + 1
	from, err := versionOf(saved["version"], newest)
	if err != nil {
		return nil, err
	}
	if from == newest && saved["version"] != nil {
		return raw, nil
	}
	current := saved
	for _, next := range through[from-1:] {
		if current, err = next(current); err != nil {
			return nil, err
		}
	}
	return written(current, newest)
}

// written writes the fields with their version, in an order that is always the same.
func written(current members, version int) ([]byte, error) {
	stamped := make(members, len(current)+1)
	for name, value := range current {
		stamped[name] = value
	}
	stamped["version"] = jsontext.Value(strconv.Itoa(version))
	text, err := json.Marshal(stamped, json.Deterministic(true))
	if err != nil {
		return nil, fault.New(fault.Query, "the saved query can't be brought up to date", "make it anew in the editor").Because(err)
	}
	return text, nil
}

// versionOf reads the version of a saved query, which is 1 where there is none.
func versionOf(value jsontext.Value, newest int) (int, error) {
	if value == nil || value.Kind() == 'n' {
		return 1, nil
	}
	version, err := strconv.Atoi(string(value))
	if err != nil || version < 1 {
		return 0, fault.InField("version", fmt.Sprintf("%s is not a version of the query", value), fmt.Sprintf("use %d", newest))
	}
	if version > newest {
		return 0, fault.InField("version", fmt.Sprintf("%d is not a version this plugin knows, which are those up to %d", version, newest), fmt.Sprintf("update the plugin, or write the query anew as version %d", newest))
	}
	return version, nil
}
