package control

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	// mostNotifications and mostBytes bound what an inbox keeps: the newest, counted by the bytes they came in.
	mostNotifications = 500
	mostBytes         = 16 << 20
	// largest is the largest notification that is taken, in bytes.
	largest = 1 << 20
)

// inbox keeps the newest notifications in memory. It is safe for concurrent use.
type inbox struct {
	clock func() time.Time

	mutex   sync.Mutex // Guards what follows.
	letters []letter   // The oldest first.
	bytes   int
	dropped int
}

type letter struct {
	Notification
	bytes int
}

// Alerts is the answer to GET /lab/alerts.
type Alerts struct {
	// Notifications are the newest first.
	Notifications []Notification `json:"notifications"`
	// Dropped is how many came and are no longer kept.
	Dropped int `json:"dropped"`
}

func (i *inbox) put(n Notification, bytes int) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	n.Received = i.clock()
	i.letters = append(i.letters, letter{n, bytes})
	i.bytes += bytes
	for len(i.letters) > mostNotifications || i.bytes > mostBytes {
		i.bytes -= i.letters[0].bytes
		i.letters[0] = letter{} // The list's memory goes on: what is dropped must not.
		i.letters = i.letters[1:]
		i.dropped++
	}
}

func (i *inbox) all() Alerts {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	a := Alerts{Notifications: []Notification{}, Dropped: i.dropped}
	for _, one := range slices.Backward(i.letters) {
		a.Notifications = append(a.Notifications, one.Notification)
	}
	return a
}

// receive takes a notification of Grafana's.
func (i *inbox) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, fmt.Sprintf("the notification is larger than %d bytes: limit the alerts of one message in Grafana's contact point", largest), http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	n, err := readNotification(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	i.put(n, len(body))
	w.WriteHeader(http.StatusNoContent)
}

func (i *inbox) list(w http.ResponseWriter, _ *http.Request) { writeJSON(w, i.all()) }
