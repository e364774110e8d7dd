package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// ShareEffect changes how events are distributed over categories. On returns new shares and leaves its argument as it
// was. It never removes a category and adds new ones at the end.
type ShareEffect interface {
	Effect
	On(Shares) Shares
}

// NewValue gives a value of a label a share of all events. The other labels are distributed as before, and the other
// values give way in proportion.
type NewValue struct {
	Label, Value string
	Share        float64
}

// On implements ShareEffect.
func (e NewValue) On(s Shares) Shares {
	out := slices.Clone(s)
	for i := range out {
		out[i].Weight *= 1 - e.Share
	}
	for _, c := range s {
		labels := labelled(c.Labels, e.Label, e.Value)
		at := out.Find(labels)
		if at < 0 {
			at = len(out)
			out = append(out, Category{Labels: labels})
		}
		out[at].Weight += e.Share * c.Weight
	}
	return out
}

func (e NewValue) String() string {
	return fmt.Sprintf("%s %q takes %g %% of events", e.Label, e.Value, 100*e.Share)
}

// Vanish takes all events from a value of a label. The other values share them in proportion.
type Vanish struct{ Label, Value string }

// On implements ShareEffect.
func (e Vanish) On(s Shares) Shares {
	return Shift{Where: Labels{e.Label: e.Value}, Factor: 0}.On(s)
}

func (e Vanish) String() string { return fmt.Sprintf("%s %q has no events", e.Label, e.Value) }

// Rename gives the events of one value of a label to another one, which may be new.
type Rename struct{ Label, From, To string }

// On implements ShareEffect.
func (e Rename) On(s Shares) Shares {
	out := slices.Clone(s)
	for i, c := range s {
		if c.Labels[e.Label] != e.From {
			continue
		}
		labels := labelled(c.Labels, e.Label, e.To)
		at := out.Find(labels)
		if at < 0 {
			at = len(out)
			out = append(out, Category{Labels: labels})
		}
		out[at].Weight += c.Weight
		out[i].Weight = 0
	}
	return out
}

func (e Rename) String() string { return fmt.Sprintf("%s %q becomes %q", e.Label, e.From, e.To) }

// Shift multiplies the weights of the categories that have some labels.
type Shift struct {
	Where  Labels
	Factor float64
}

// On implements ShareEffect.
func (e Shift) On(s Shares) Shares {
	out := slices.Clone(s)
	for i, c := range s {
		if c.Labels.have(e.Where) {
			out[i].Weight *= e.Factor
		}
	}
	return out
}

func (e Shift) String() string {
	return fmt.Sprintf("weights of %s × %g", e.Where.Selector(), e.Factor)
}

// odds is the Factor by which a share of all events grows from one value to another.
func odds(from, to float64) float64 { return to / (1 - to) * (1 - from) / from }

// Several are changes of the shares, one after another.
type Several []ShareEffect

// On implements ShareEffect.
func (e Several) On(s Shares) Shares {
	for _, one := range e {
		s = one.On(s)
	}
	return s
}

func (e Several) String() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.String()
	}
	return strings.Join(texts, "; ")
}

// Associate makes two values of one label go with two values of another: Share of all events moves from First[0] with
// Second[1] to First[0] with Second[0], and as much from First[1] with Second[0] to First[1] with Second[1]. So each
// label alone is distributed as before: only both together show the change.
type Associate struct {
	Labels        [2]string
	First, Second [2]string
	Share         float64
}

// On implements ShareEffect.
func (e Associate) On(s Shares) Shares {
	out := slices.Clone(s)
	moved := e.Share * s.Weight()
	for i, first := range e.First {
		for j, second := range e.Second {
			labels := labelled(labelled(nil, e.Labels[0], first), e.Labels[1], second)
			at := out.Find(labels)
			if at < 0 {
				at = len(out)
				out = append(out, Category{Labels: labels})
			}
			if i == j {
				out[at].Weight += moved
			} else {
				out[at].Weight -= moved
			}
		}
	}
	return out
}

func (e Associate) String() string {
	return fmt.Sprintf("%g %% of events each tie %s %q to %s %q and %q to %q", 100*e.Share,
		e.Labels[0], e.First[0], e.Labels[1], e.Second[0], e.First[1], e.Second[1])
}
