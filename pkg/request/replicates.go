package request

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Replicates says what shows how bursty the counts are. Events that come in bursts spread further than independent ones,
// and a band that takes them for independent is too narrow.
type Replicates struct {
	Kind ReplicatesKind
	By   string // Label whose values are the replicates, such as pod.
}

// ReplicatesKind names what the replicates are.
type ReplicatesKind string

// The kinds of replicates.
const (
	AutoReplicates ReplicatesKind = "auto"  // Stretches of the baseline as long as the window where there are enough, else cells.
	CellReplicates ReplicatesKind = "cells" // Stretches of the windows.
	NoReplicates   ReplicatesKind = "none"  // Events are taken as independent.
	ByLabel        ReplicatesKind = "by"    // Instances, told apart by a label.
)

// UnmarshalJSONFrom implements json.UnmarshalerFrom: the name of a kind, or {"by": label}.
func (r *Replicates) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == '{' {
		var object struct {
			By string `json:"by"`
		}
		if err := json.UnmarshalDecode(dec, &object, json.RejectUnknownMembers(true)); err != nil {
			return err
		}
		*r = Replicates{Kind: ByLabel, By: object.By}
		return nil
	}
	kind, err := readString(dec, `auto, cells, none, or {"by": label}`)
	*r = Replicates{Kind: ReplicatesKind(kind)}
	return err
}

// MarshalJSONTo implements json.MarshalerTo.
func (r Replicates) MarshalJSONTo(enc *jsontext.Encoder) error {
	if r.Kind == ByLabel {
		return json.MarshalEncode(enc, map[string]string{"by": r.By})
	}
	return enc.WriteToken(jsontext.String(string(r.Kind)))
}

// SplitBy returns the labels by which counts have to be told apart: those of the groups, those that are part of the bin, and
// that of instances.
func (q Query) SplitBy() []string {
	all := slices.Concat(q.GroupBy, q.Joint)
	if q.Replicates.Kind == ByLabel {
		all = append(all, q.Replicates.By)
	}
	return all
}

func (q *Query) checkReplicates() error {
	if q.Replicates.Kind != ByLabel {
		return oneOf("replicates", q.Replicates.Kind, AutoReplicates, CellReplicates, NoReplicates)
	}
	if q.Baseline.Kind == Rest {
		return fault.InField("replicates.by", "does not apply to the baseline rest, whose instances are those of many groups", fmt.Sprintf("use %s", CellReplicates))
	}
	label := q.Replicates.By
	if err := checkLabel("replicates.by", label, "le is the bucket bound, not an instance"); err != nil {
		return err
	}
	if slices.Contains(q.GroupBy, label) || slices.Contains(q.Current.Category, label) {
		return fault.InField("replicates.by", fmt.Sprintf("%q is a group or a category, of which each has one value only", label), "name the label that tells instances apart, such as pod")
	}
	return nil
}
