/** What Grafana's server would write into the page, and @grafana/runtime reads when it is loaded: so this comes first. */
Object.assign(window, { grafanaBootData: { settings: {}, user: {}, navTree: [] } });
