package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// ranking answers with the groups by their divergence.
func (d *Datasource) ranking(ctx context.Context, a asked) (data.Frames, error) {
	source, answers, err := d.gather(ctx, a)
	if err != nil {
		return nil, err
	}
	result, rankings, err := view.Rankings(ctx, source.Query, source.Plan, answers, d.config.Limits)
	if err != nil {
		return nil, err
	}
	return frame.Ranking(source, result, rankings), nil
}

// objectives answers with how each group, or all groups together, keep to an objective.
func (d *Datasource) objectives(ctx context.Context, a asked) (data.Frames, error) {
	source, answers, err := d.gather(ctx, a)
	if err != nil {
		return nil, err
	}
	result, objectives, err := view.Objectives(ctx, source.Query, source.Plan, answers, d.config.Limits)
	if err != nil {
		return nil, err
	}
	return frame.Objectives(source, result, objectives), nil
}

// episodes answers with the stretches of time in which groups were above the threshold.
func (d *Datasource) episodes(ctx context.Context, a asked) (data.Frames, error) {
	source, answers, err := d.gather(ctx, a)
	if err != nil {
		return nil, err
	}
	result, episodes, err := view.EpisodesOf(ctx, source.Query, source.Plan, answers, d.config.Limits)
	if err != nil {
		return nil, err
	}
	return frame.Episodes(source, result, episodes), nil
}
