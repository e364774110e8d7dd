//go:build mage

package main

import (
	// mage:import
	build "github.com/grafana/grafana-plugin-sdk-go/build"
)

// Default builds the backend for all platforms that Grafana runs on.
var Default = build.BuildAll
