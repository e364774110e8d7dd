//go:build mage

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	// mage:import
	"github.com/grafana/grafana-plugin-sdk-go/build"
	"github.com/grafana/grafana-plugin-sdk-go/build/buildinfo"
	"github.com/magefile/mage/mg"
)

// Default builds the backend for all platforms that Grafana runs on.
var Default = Platforms

// Platforms builds the backend for all platforms that Grafana runs on, one after the other: each build keeps all
// processors busy by itself, and side by side they need several times the memory.
func Platforms() {
	platform := build.Build{}
	mg.SerialDeps(
		platform.Linux, platform.LinuxARM64, platform.LinuxARM, platform.Darwin, platform.DarwinARM64, platform.Windows,
	)
}

func init() {
	if err := build.SetBeforeBuildCallback(reproducible); err != nil {
		panic(err)
	}
}

// reproducible makes the same commit give the same bytes wherever and whenever it is built: no paths of this machine, no
// state of its working tree, and the commit's time, which npm run package passes on, instead of the clock's.
func reproducible(config build.Config) (build.Config, error) {
	if config.Env == nil {
		config.Env = map[string]string{}
	}
	config.Env["GOFLAGS"] = "-trimpath -buildvcs=false"
	epoch, given := os.LookupEnv("SOURCE_DATE_EPOCH")
	if !given {
		return config, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return config, fmt.Errorf("SOURCE_DATE_EPOCH is no number of seconds: %w", err)
	}
	info, err := buildInfo(time.Unix(seconds, 0))
	if err != nil {
		return config, err
	}
	config.CustomVars = map[string]string{
		"github.com/grafana/grafana-plugin-sdk-go/build/buildinfo.buildInfoJSON": info,
	}
	return config, nil
}

// buildInfo returns what the SDK tells of a build, with a time of our own.
func buildInfo(at time.Time) (string, error) {
	var plugin struct {
		ID string `json:"id"`
	}
	if err := read("src/plugin.json", &plugin); err != nil {
		return "", err
	}
	var npm struct {
		Version string `json:"version"`
	}
	if err := read("package.json", &npm); err != nil {
		return "", err
	}
	text, err := json.Marshal(buildinfo.Info{Time: at.UnixMilli(), PluginID: plugin.ID, Version: npm.Version})
	return string(text), err
}

func read(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
