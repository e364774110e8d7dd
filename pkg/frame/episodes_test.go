package frame_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/view"
)

func at(minutes int) time.Time {
	return now.Truncate(time.Hour).Add(time.Duration(minutes) * time.Minute)
}

// episodesOf are two: one that is over, and one that began before the range and still goes on.
func episodesOf(service string) (view.Result, []view.Episode) {
	labels := map[string]string{"service": service}
	return view.Result{Groups: make([]view.Group, 2)}, []view.Episode{{
		Labels: labels, Start: at(-50), End: at(-20), First: plan.Span{Start: at(-55), End: at(-50)}, Points: 6, Peak: at(-40), Value: view.Value{Estimate: 0.31, Lower: 0.28, Upper: inf},
		Bins: []view.Shift{{Bin: "0.25–0.5", Baseline: 0.08, Current: 0.19}, {Bin: "> 10", Baseline: 0.01, Current: 0.002}},
	}, {
		Labels: labels, Start: at(-60), End: at(0), First: plan.Span{Start: at(-65), End: at(-60)}, Points: 60, Peak: at(-1), Value: view.Value{Estimate: inf, Lower: inf, Upper: inf},
		Before: true, Ongoing: true,
	}}
}

func episodesSource(t *testing.T, members string) frame.Source {
	t.Helper()
	return sourceOf(t, "A", `,"view":"episodes","measures":["js"],"threshold":0.1,"groupBy":["service"]`+members)
}

func episodeFrames(source frame.Source, service string) data.Frames {
	result, all := episodesOf(service)
	return frame.Episodes(source, result, all)
}

// Grafana makes annotations of the first columns, by their names.
func TestEpisodesAreAnnotations(t *testing.T) {
	frames := episodeFrames(episodesSource(t, `,"episodes":{"gap":"10m"}`), "a")
	requireTableOfGroups(t, frames)
	require.Len(t, frames, 1, "one frame: Grafana reads no more")
	table := frames[0]
	require.Equal(t, "time,timeEnd,title,text,tags,id,service,peak,peak time,peak lower,top bins,windows,ongoing", names(table))
	require.Empty(t, table.Meta.DataTopic, "the topic of annotations is for what a panel draws beside its own series")
	require.Equal(t, data.FieldTypeTime, table.Fields[0].Type())
	require.Equal(t, data.FieldTypeTime, table.Fields[1].Type())
	require.Equal(t, at(-50), table.Fields[0].At(0))
	require.Equal(t, at(0), table.Fields[1].At(1))
	require.Equal(t, "a · JS(now, 1h ago) > 0.1 nats", column(t, table, "title").At(0))
	require.Equal(t, "Above 0.1 nats first at 2026-11-24 11:10 UTC, so it began within the window 2026-11-24 11:05 UTC to 2026-11-24 11:10 UTC. "+
		"Peak 0.31 nats (at least 0.28) at 2026-11-24 11:20 UTC. Shares at the peak: 0.25–0.5: 8 % → 19 %; > 10: 1 % → 0.2 %. Over at 2026-11-24 11:40 UTC.", column(t, table, "text").At(0))
	require.Equal(t, "Above 0.1 nats since the range began, at 2026-11-24 11:00 UTC, or before. Peak ∞ nats at 2026-11-24 11:59 UTC. Still going on at 2026-11-24 12:00 UTC.", column(t, table, "text").At(1))
	require.Equal(t, "histodrift,js,service=a", column(t, table, "tags").At(0))
	require.Equal(t, "0.25–0.5: 8 % → 19 %; > 10: 1 % → 0.2 %", column(t, table, "top bins").At(0))
	require.Equal(t, inf, *column(t, table, "peak").At(1).(*float64), "infinite is a fact")
	require.Equal(t, `[false,true]`, columnText(t, table, "ongoing"))
	require.Equal(t, `[6,60]`, columnText(t, table, "windows"))
	custom := asMap(t, table.Meta.Custom)
	for name, want := range map[string]any{"threshold": 0.1, "leave": 0.05, "alertOn": "estimate", "gap": "10m", "episodes": 2.0, "listed": 2.0} {
		require.Equal(t, want, custom[name], name)
	}
}

// Grafana finds the parts of an annotation by the names that it shows: one without timeEnd is a moment, not a stretch.
func TestEpisodesAreFoundByTheirNames(t *testing.T) {
	for i, name := range []string{"time", "timeEnd", "title", "text", "tags", "id"} {
		field := episodeFrames(episodesSource(t, ""), "a")[0].Fields[i]
		require.Equal(t, name, field.Name)
		require.Equal(t, name, field.Config.DisplayNameFromDS)
	}
}

// The lower limit decides, in the query's unit.
func TestEpisodesByTheLowerLimit(t *testing.T) {
	table := episodeFrames(episodesSource(t, `,"alertOn":"lower","unit":"bits"`), "a")[0]
	require.True(t, strings.HasPrefix(column(t, table, "text").At(0).(string), "Certainly above 0.1 bits first at"))
	require.InDelta(t, 0.31/0.6931471805599453, *column(t, table, "peak").At(0).(*float64), 1e-12)
	require.InDelta(t, 0.28/0.6931471805599453, *column(t, table, "peak lower").At(0).(*float64), 1e-12)
	require.Equal(t, "suffix:bit", column(t, table, "peak").Config.Unit)
}

// An episode keeps its name while it goes on; others have other names.
func TestEpisodesHaveNames(t *testing.T) {
	source := episodesSource(t, "")
	result, all := episodesOf("a")
	first := frame.Episodes(source, result, all)[0]
	all[1].End, all[1].Points = at(5), 65
	again := frame.Episodes(source, result, all)[0]
	other := episodeFrames(source, "b")[0]
	ids := map[any]bool{}
	for i := range 2 {
		require.Equal(t, column(t, first, "id").At(i), column(t, again, "id").At(i))
		ids[column(t, first, "id").At(i)], ids[column(t, other, "id").At(i)] = true, true
	}
	require.Len(t, ids, 4)
}

func TestEpisodesAreLimited(t *testing.T) {
	frames := episodeFrames(episodesSource(t, `,"limit":1`), "a")
	require.Equal(t, 1, frames[0].Rows())
	require.Equal(t, at(-60), frames[0].Fields[0].At(0), "the last one")
	require.Contains(t, frames[0].Meta.Notices[0].Text, "The latest 1 of 2 episodes are shown: raise limit")
}

// That there is none is how things should be: no fields, no alarm.
func TestNoEpisodes(t *testing.T) {
	frames := frame.Episodes(episodesSource(t, ""), view.Result{Groups: make([]view.Group, 1), Notices: []view.Notice{{Text: "No episode."}}}, nil)
	requireTableOfGroups(t, frames)
	require.Empty(t, frames[0].Fields)
	for _, notice := range frames[0].Meta.Notices {
		require.Equal(t, data.NoticeSeverityInfo, notice.Severity)
	}
}

// Grafana reads an annotation's text as HTML, and its tags by commas. Labels are neither.
func TestEpisodesOfHostileLabels(t *testing.T) {
	source := episodesSource(t, "")
	for _, value := range hostileValues {
		table := episodeFrames(source, value)[0]
		requireTableOfGroups(t, data.Frames{table})
		require.Equal(t, value, column(t, table, "service").At(0), "as it is")
		for _, name := range []string{"title", "text"} {
			require.NotContains(t, column(t, table, name).At(0), "<")
		}
		require.LessOrEqual(t, strings.Count(column(t, table, "tags").At(0).(string), ","), 2)
		require.True(t, json.Valid([]byte(text(t, table))))
	}
	require.Contains(t, column(t, episodeFrames(source, hostileValues[0])[0], "title").At(0), "‹img src=x onerror=alert(1)>")
}
