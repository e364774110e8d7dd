package frame

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// EpisodesRecipe says how episodes were found.
type EpisodesRecipe struct {
	Recipe
	Threshold float64 `json:"threshold"`
	AlertOn   string  `json:"alertOn"` // What has to exceed the threshold.
	Leave     float64 `json:"leave"`   // An episode ends where the estimate is at or below this value.
	Gap       string  `json:"gap,omitempty"`
	Least     string  `json:"least,omitempty"`
	Episodes  int     `json:"episodes"` // All that were found.
	Listed    int     `json:"listed"`   // Those in the answer.
}

// Episodes returns one table of the episodes of all groups, with the columns that Grafana makes annotations of first.
// Without episodes it is a frame without fields: that is how things should be, and no fault.
func Episodes(source Source, result view.Result, episodes []view.Episode) data.Frames {
	source.Query = resolved(source)
	query := source.Query
	common := commonNotices(source, len(result.Groups), result.Notices)
	all := len(episodes)
	if all > query.Limit {
		episodes = episodes[all-query.Limit:]
		common = append(common, view.Notice{Text: fmt.Sprintf("The latest %d of %d episodes are shown: raise limit (at most 10000) to see more, or use a longer gap.", query.Limit, all)})
	}
	frame := data.NewFrame("episodes")
	frame.RefID, frame.Meta = source.RefID, metaOf(source, data.FrameTypeTable)
	frame.Meta.Custom = EpisodesRecipe{
		Recipe: recipeOf(source, query.Measures[0], view.Full, result.Category), Threshold: *query.Threshold, AlertOn: string(query.AlertOn),
		Leave: query.Episodes.Leave * *query.Threshold, Gap: lengthOrNone(query.Episodes.Gap), Least: lengthOrNone(query.Episodes.Least), Episodes: all, Listed: len(episodes),
	}
	if len(episodes) > 0 {
		frame.Fields = tableOf(source, result, episodes)
	}
	frame.AppendNotices(notices(common)...)
	return data.Frames{frame}
}

func lengthOrNone(length request.Duration) string {
	if length.IsZero() {
		return ""
	}
	return length.String()
}

// episodeColumns are the names that no column of a label can have.
var episodeColumns = []string{"time", "timeEnd", "title", "text", "tags", "id", "peak", "peak time", "peak lower", "top bins", "windows", "ongoing"}

func tableOf(source Source, result view.Result, episodes []view.Episode) []*data.Field {
	query := source.Query
	told := columnOf(episodes, func(e view.Episode) toldEpisode { return tell(source, result, e) })
	var t tabulation
	t.add("time", "time", "When the divergence was first above the threshold: it began within the window before", columnOf(episodes, func(e view.Episode) time.Time { return e.Start }))
	t.add("timeEnd", "timeEnd", "When it had fallen; of an ongoing episode, the last point of the range", columnOf(episodes, func(e view.Episode) time.Time { return e.End }))
	t.add("title", "title", "Group and measure", columnOf(told, func(one toldEpisode) string { return one.title }))
	t.add("text", "text", "What happened, in words", columnOf(told, func(one toldEpisode) string { return one.text }))
	t.add("tags", "tags", "Measure and group", columnOf(told, func(one toldEpisode) string { return one.tags }))
	t.add("id", "id", "Tells episodes apart", columnOf(told, func(one toldEpisode) string { return one.id }))
	t.labels(query.GroupBy, episodeColumns, len(episodes), func(i int) map[string]string { return episodes[i].Labels })
	unit := fieldUnit(query.Measures[0], query)
	t.number("peak", "peak", "Largest estimate: "+formula(query.Measures[0], query.Unit), unit, 4, columnOf(told, func(one toldEpisode) *float64 { return one.peak }))
	t.add("peak time", "peak time", "End of the window with the largest estimate", columnOf(episodes, func(e view.Episode) time.Time { return e.Peak }))
	t.number("peak lower", "peak lower", "Lower limit of the "+levelText(query.Confidence.Level)+" band at the peak", unit, 4, columnOf(told, func(one toldEpisode) *float64 { return one.lower }))
	t.add("top bins", "top bins", "Bins that contribute most at the peak, with their shares of the baseline and of the current window", columnOf(told, func(one toldEpisode) string { return one.bins }))
	t.number("windows", "windows", "Windows in it that could be judged; neighbours overlap", "short", 0, columnOf(episodes, func(e view.Episode) *float64 { return finite(float64(e.Points)) }))
	t.add("ongoing", "ongoing", "Whether it was not over at the end of the range", columnOf(episodes, func(e view.Episode) bool { return e.Ongoing }))
	return t.fields
}

// toldEpisode is an episode in words and in the query's unit.
type toldEpisode struct {
	title, text, tags, id, bins string
	peak, lower                 *float64
}

func tell(source Source, result view.Result, e view.Episode) toldEpisode {
	query := source.Query
	measure := query.Measures[0]
	b := builder{source: source, times: result, group: view.Group{Labels: e.Labels}, measure: view.Measure{Name: measure, Resolution: view.Full}}
	told := toldEpisode{
		title: plain(b.title() + " > " + thresholdText(query)), tags: tagsOf(query, e), id: idOf(query, e), bins: binsOf(e),
		peak: number(b.inUnit(b.clipped(e.Value.Estimate))), lower: number(b.inUnit(e.Value.Lower)),
	}
	what := "Above " + thresholdText(query)
	if query.AlertOn == request.StatisticLower {
		what = "Certainly above " + thresholdText(query)
	}
	from := fmt.Sprintf("first at %s, so it began within the window %s to %s", clock(e.Start), clock(e.First.Start), clock(e.First.End))
	if e.Before {
		from = fmt.Sprintf("since the range began, at %s, or before", clock(e.Start))
	}
	sentences := []string{what + " " + from + ".", fmt.Sprintf("Peak %s at %s.", b.peakText(told), clock(e.Peak))}
	if told.bins != "" {
		sentences = append(sentences, "Shares at the peak: "+told.bins+".")
	}
	if e.Ongoing {
		sentences = append(sentences, "Still going on at "+clock(e.End)+".")
	} else {
		sentences = append(sentences, "Over at "+clock(e.End)+".")
	}
	told.text = plain(strings.Join(sentences, " "))
	return told
}

// peakText writes "0.31 nats (at least 0.28)".
func (b builder) peakText(told toldEpisode) string {
	unit := ""
	if b.measure.Name.Scale() == request.LogScale {
		unit = " " + string(b.source.Query.Unit)
	}
	text := view.Number(*told.peak) + unit
	if told.lower != nil && *told.lower > 0 && !math.IsInf(*told.lower, 1) {
		text += " (at least " + view.Number(*told.lower) + ")"
	}
	return text
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") + " UTC" }

func binsOf(e view.Episode) string {
	return strings.Join(columnOf(e.Bins, view.Shift.String), "; ")
}

// plain keeps the text of labels from being read as HTML, which Grafana makes of the text of annotations: it would load
// images, and hide what looks like a tag. No tag begins without this character.
func plain(text string) string { return strings.ReplaceAll(text, "<", "‹") }

// tagsOf are the measure and the group's labels, apart by commas.
func tagsOf(query request.Query, e view.Episode) string {
	tags := []string{"histodrift", string(query.Measures[0])}
	for _, label := range query.GroupBy {
		if value := e.Labels[label]; value != "" {
			tags = append(tags, label+"="+strings.ReplaceAll(value, ",", " "))
		}
	}
	return strings.Join(tags, ",")
}

// idOf names an episode by its group and its begin, so that it keeps its name while it goes on.
func idOf(query request.Query, e view.Episode) string {
	hash := fnv.New64a()
	for _, label := range query.GroupBy {
		_, _ = hash.Write([]byte(e.Labels[label] + "\xff")) // In no valid UTF-8.
	}
	_, _ = fmt.Fprint(hash, query.Measures[0], e.Start.Unix())
	return fmt.Sprintf("%016x", hash.Sum64())
}
