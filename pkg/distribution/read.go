package distribution

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
)

// Reading says how an answer is meant to be read.
type Reading struct {
	GroupBy []string
	// Category are the labels whose values are the bins. None: the answer holds histograms, or, in code mode, all labels
	// that make no groups are categories.
	Category []string
	Free     bool    // The expression is somebody's own: what it yields is found out from the answer alone.
	Scale    float64 // Values times Scale are counts.
	Level    bool    // Values are levels, such as instances running: a window's counts are their mean.
	Shared   bool    // All groups get the bins of all, so that they can be added.
	// MaxValues bounds groups times bins times cells where bins are shared, since the union of many groups' bins is large;
	// 0 does not.
	MaxValues int
	Census    *Census // Of classic buckets, where it was asked for.
}

// Found is what an answer holds.
type Found struct {
	Histories  []History // One for each group, in the order of their keys.
	Category   []string  // The labels whose values are the bins; none for histograms.
	Absent     []string  // Category labels that no series has.
	Unreadable []string  // Values of le that are no number; their series are left out.
	Numbers    int       // Series of plain numbers beside native histograms, left out.
	Summed     []string  // Labels that told series of one bin apart; such series were added up.
}

// part is what one answer holds of one group.
type part struct {
	key    string
	labels map[string]string
	series []fetch.Series
}

// Read finds out from an answer what it holds — native histograms, classic buckets or one series for each category — and
// returns the history of each group. The error is a *fault.Error: the answer holds nothing that can be a distribution.
func Read(answer fetch.Answer, reading Reading) (Found, error) {
	groups := map[string]*part{}
	native, classic := false, false
	for _, series := range answer.Series {
		key, labels := groupOf(series.Labels, reading.GroupBy)
		if groups[key] == nil {
			groups[key] = &part{key: key, labels: labels}
		}
		groups[key].series = append(groups[key].series, series)
		native = native || series.Part.Kind != fetch.Number
		_, bucket := series.Labels[model.BucketLabel]
		classic = classic || bucket
	}
	var found Found
	var read reader
	switch {
	case native && len(reading.Category) > 0 && !reading.Free:
		return found, fault.InField("current.category", "its series are native histograms, which have bins of their own",
			"leave category out, or name a counter or gauge")
	case native:
		read = nativeReader{reading: reading, grid: answer.Grid}
	case classic && len(reading.Category) == 0:
		read = classicReader{reading: reading, grid: answer.Grid, census: reading.Census.byGroup(reading.GroupBy)}
	case len(answer.Series) == 0:
		return found, nil
	case len(reading.Category) == 0 && !reading.Free:
		return found, fault.InField("current.metric", "its series are plain numbers, no histogram",
			"name a histogram, or the labels whose values are the bins (category)")
	default:
		categories, err := categoryLabels(answer, reading)
		if err != nil {
			return found, err
		}
		found.Category = categories
		for _, label := range categories {
			if !slices.ContainsFunc(answer.Series, func(one fetch.Series) bool { return one.Labels[label] != "" }) {
				found.Absent = append(found.Absent, label)
			}
		}
		read = categoryReader{reading: reading, labels: categories, grid: answer.Grid}
	}
	if reading.Shared {
		all := &part{}
		for _, key := range slices.Sorted(maps.Keys(groups)) {
			all.series = append(all.series, groups[key].series...)
		}
		bins := read.layout(all, &Found{})
		if values := len(groups) * len(bins.bins) * answer.Grid.Len(); reading.MaxValues > 0 && values > reading.MaxValues {
			return found, fault.New(fault.Limit, fmt.Sprintf("%d groups with %d bins in all need %d values, more than the limit of %d", len(groups), len(bins.bins), values, reading.MaxValues),
				"group by fewer labels, choose a shorter range or join small categories, or raise limits.values in the data source")
		}
		read = read.sharing(bins)
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		history := read.history(groups[key], &found)
		if history.isEmpty() && len(read.layout(groups[key], &Found{}).bins) == 0 {
			continue // Nothing of it could be read.
		}
		history.Key, history.Labels = key, groups[key].labels
		found.Histories = append(found.Histories, history)
	}
	slices.Sort(found.Unreadable)
	found.Unreadable = slices.Compact(found.Unreadable)
	slices.Sort(found.Summed)
	found.Summed = slices.Compact(found.Summed)
	return found, nil
}

// reader makes histories of one kind of answer.
type reader interface {
	layout(group *part, found *Found) layout
	history(group *part, found *Found) History
	sharing(bins layout) reader // The same, with these bins for every group.
}

func groupOf(labels map[string]string, groupBy []string) (key string, group map[string]string) {
	group = make(map[string]string, len(groupBy))
	values := make([]string, len(groupBy))
	for i, label := range groupBy {
		group[label], values[i] = labels[label], labels[label]
	}
	return strings.Join(values, separator), group
}

// categoryLabels returns the labels whose values are the bins: those asked for, or all that make no groups.
func categoryLabels(answer fetch.Answer, reading Reading) ([]string, error) {
	if len(reading.Category) > 0 {
		return reading.Category, nil
	}
	names := map[string]bool{}
	for _, series := range answer.Series {
		for name := range series.Labels {
			if name != model.MetricNameLabel && !slices.Contains(reading.GroupBy, name) {
				names[name] = true
			}
		}
	}
	if len(names) == 0 {
		return nil, fault.InField("current.expr", fmt.Sprintf("it yields one number for each group (%d series), no distribution", len(answer.Series)),
			"keep the label le of the buckets, or a label whose values are the bins, in its sum by (…)")
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// addValues adds series of the same bin: le="1" and le="1.0" are one bucket, as after an upgrade to Prometheus 3, and an
// expression may keep labels that the query does not ask for.
func addValues(sum, values []float64) []float64 {
	if sum == nil {
		return values
	}
	added := make([]float64, len(sum))
	for i := range sum {
		switch {
		case fetch.IsMissing(sum[i]):
			added[i] = values[i]
		case fetch.IsMissing(values[i]):
			added[i] = sum[i]
		default:
			added[i] = sum[i] + values[i]
		}
	}
	return added
}

// firsts are the labels of the first series of each bin of a group.
type firsts map[string]map[string]string

// differ returns the labels that tell a series apart from the first one of its bin.
func (f firsts) differ(bin string, labels map[string]string) []string {
	first, known := f[bin]
	if !known {
		f[bin] = labels
		return nil
	}
	var names []string
	for _, both := range []map[string]string{first, labels} {
		for name := range both {
			if name != model.MetricNameLabel && first[name] != labels[name] {
				names = append(names, name)
			}
		}
	}
	return names
}

func parseBound(text string) (float64, bool) {
	bound, err := strconv.ParseFloat(text, 64)
	return bound, err == nil && bound == bound
}
