package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Notification is what a webhook contact point of Grafana sends, as far as the lab keeps it.
type Notification struct {
	// Received is when it came.
	Received     time.Time         `json:"received"`
	Receiver     string            `json:"receiver"`
	Status       string            `json:"status"`
	Title        string            `json:"title,omitempty"`
	GroupLabels  map[string]string `json:"groupLabels"`
	CommonLabels map[string]string `json:"commonLabels"`
	Alerts       []Alert           `json:"alerts"`
	// TruncatedAlerts is how many alerts Grafana has left out.
	TruncatedAlerts int `json:"truncatedAlerts,omitempty"`
}

// Alert is one alert of a notification.
type Alert struct {
	Status       string            `json:"status"`
	Labels       scenario.Labels   `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	Values       map[string]any    `json:"values,omitempty"`
	GeneratorURL string            `json:"generatorURL,omitempty"`
	DashboardURL string            `json:"dashboardURL,omitempty"`
	PanelURL     string            `json:"panelURL,omitempty"`
	Fingerprint  string            `json:"fingerprint,omitempty"`
}

// readNotification reads the body of a webhook. What Grafana sends besides is left out.
func readNotification(body []byte) (Notification, error) {
	var n Notification
	if err := json.Unmarshal(body, &n); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return n, fmt.Errorf("this is no notification of Grafana's webhook: %q cannot be of the type %s", wrong.Field, wrong.Value)
		}
		return n, fmt.Errorf("the body is no JSON: %w", err)
	}
	if n.Alerts == nil || bytes.HasPrefix(bytes.TrimSpace(body), []byte("null")) {
		return n, errors.New(`this is no notification of Grafana's webhook: it has no "alerts"`)
	}
	return n, nil
}
