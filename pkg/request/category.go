package request

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
)

// UnmarshalJSONFrom implements json.UnmarshalerFrom: a string, or an array of strings.
func (c *Category) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '[' {
		return json.UnmarshalDecode(dec, (*[]string)(c))
	}
	value, err := readString(dec, "the value of a label, or an array of values, one for each label of category")
	*c = Category{value}
	return err
}

// MarshalJSONTo implements json.MarshalerTo.
func (c Category) MarshalJSONTo(enc *jsontext.Encoder) error {
	if len(c) == 1 {
		return enc.WriteToken(jsontext.String(c[0]))
	}
	return json.MarshalEncode(enc, []string(c))
}

// checkCategory checks category labels.
func checkCategory(field string, names []string) error {
	for i, label := range names {
		place := fmt.Sprintf("%s[%d]", field, i)
		if err := checkLabel(place, label, "le is the bucket bound, not a category"); err != nil {
			return err
		}
		if slices.Contains(names[:i], label) {
			return fault.InField(place, fmt.Sprintf("%q is named twice", label), "remove one of them")
		}
	}
	return nil
}

// checkLabel checks a label that makes categories or groups; le says why it can't be le.
func checkLabel(field, label, le string) error {
	switch {
	case label == "":
		return fault.InField(field, "is empty", "name a label, or remove it")
	case label == model.BucketLabel:
		return fault.InField(field, le, "remove it")
	case !model.UTF8Validation.IsValidLabelName(label):
		return fault.InField(field, "is not a label name", "use valid UTF-8")
	}
	return checkResolved(field, label)
}

// checkCategoryGroups refuses a label that is both: within a group it has one value only, and one bin has no
// distribution.
func (q *Query) checkCategoryGroups(field string, names []string) error {
	for i, label := range names {
		if slices.Contains(q.GroupBy, label) {
			return fault.InField(fmt.Sprintf("%s[%d]", field, i), fmt.Sprintf("%q is both a category and a group", label), "remove it from category or from groupBy")
		}
	}
	return nil
}
