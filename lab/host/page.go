package host

import (
	"github.com/prometheus/common/model"
)

// pageSettings is what the page has to know before it can start.
type pageSettings struct {
	UID      string    `json:"uid"`
	Name     string    `json:"name"`
	JSONData jsonData  `json:"jsonData"`
	Query    *Query    `json:"query,omitempty"` // To start with; none where the metrics are not known.
	Examples []Example `json:"examples"`
}

// jsonData is that of the data source.
type jsonData struct {
	TimeInterval string `json:"timeInterval,omitempty"`
}

func newPageSettings(o Options) pageSettings {
	settings := pageSettings{
		UID: UID, Name: "Histodrift", Examples: []Example{},
	}
	if o.Scrape > 0 {
		settings.JSONData.TimeInterval = model.Duration(o.Scrape).String()
	}
	if len(o.Examples) > 0 {
		settings.Name, settings.Examples, settings.Query = "Histodrift (lab)", o.Examples, &o.Examples[0].Query
	}
	return settings
}
