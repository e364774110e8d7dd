package scenario

import (
	"maps"
	"slices"
	"strings"
)

// Category is one combination of label values that events are counted by.
type Category struct {
	// Labels are the category's own labels. One that is missing is not exported: the events have no value for it.
	Labels Labels
	// Weight is relative to the other categories.
	Weight float64
}

// Shares is a distribution over categories. Weights need not sum to 1.
type Shares []Category

// ByLabel returns the distribution of one label, with weights by value. The value "" is that of events without the label.
func ByLabel(label string, weights map[string]float64) Shares {
	var shares Shares
	for _, value := range slices.Sorted(maps.Keys(weights)) {
		shares = append(shares, Category{labelled(nil, label, value), weights[value]})
	}
	return shares
}

// Cross returns every combination of two distributions that are independent of each other.
func Cross(first, second Shares) Shares {
	shares := make(Shares, 0, len(first)*len(second))
	for _, a := range first {
		for _, b := range second {
			labels := maps.Clone(a.Labels)
			maps.Copy(labels, b.Labels)
			shares = append(shares, Category{labels, a.Weight * b.Weight})
		}
	}
	return shares
}

// Weight is the sum of all weights.
func (s Shares) Weight() float64 {
	var sum float64
	for _, c := range s {
		sum += c.Weight
	}
	return sum
}

// Find returns the place of the category with the given labels, or −1.
func (s Shares) Find(labels Labels) int {
	return slices.IndexFunc(s, func(c Category) bool { return maps.Equal(c.Labels, labels) })
}

// NameOf names a combination of label values: the values of some labels in their order.
func NameOf(names []string, labels Labels) string {
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = labels[name]
	}
	return strings.Join(values, ", ")
}

// labelled returns labels with one more; an empty value takes the label away.
func labelled(labels Labels, name, value string) Labels {
	out := maps.Clone(labels)
	if out == nil {
		out = Labels{}
	}
	delete(out, name)
	if value != "" {
		out[name] = value
	}
	return out
}
