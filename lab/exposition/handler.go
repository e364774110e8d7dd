package exposition

import (
	"net/http"
	"slices"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// Handler serves families in the format the client asks for: UNIT lines exist in OpenMetrics only, native histograms in
// protobuf only. The parameter name[] picks families, as in other client libraries; without one all are served.
func Handler(families func() []*dto.MetricFamily) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		format := expfmt.NegotiateAccept(r.Header, expfmt.DefaultOpenMetricsAcceptedFormats()...)
		w.Header().Set("Content-Type", string(format))
		names := r.URL.Query()["name[]"]
		page := expfmt.NewEncoder(w, format)
		for _, family := range families() {
			if len(names) > 0 && !slices.Contains(names, family.GetName()) {
				continue
			}
			if err := page.Encode(family); err != nil {
				return // The client went away.
			}
		}
		if closer, ok := page.(expfmt.Closer); ok {
			_ = closer.Close()
		}
	})
}
