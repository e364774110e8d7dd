/** Where the demo's alerts go: the lab keeps them and shows them on its control page. */
const inbox = (name: string, uid: string) => ({
  orgId: 1,
  name,
  receivers: [
    // What has ended is told, too: a rollout tool has to know.
    {
      uid,
      type: 'webhook',
      settings: { url: '$HISTODRIFT_ALERTS_URL', httpMethod: 'POST' },
      disableResolveMessage: false,
    },
  ],
});

// Alerts of one cause and one group are one message to each who is told, whichever rules fire.
const groupBy = ['cause', 'service', 'model', 'tenant', 'shop', 'merchant', 'realm', 'table'];

/** Contact points, routes and times without pages. */
export const notifications = {
  apiVersion: 1,
  contactPoints: [inbox('On-call', 'histodrift-oncall'), inbox('Tickets', 'histodrift-tickets')],
  policies: [
    {
      orgId: 1,
      receiver: 'Tickets',
      group_by: groupBy,
      group_wait: '1m',
      group_interval: '10m',
      repeat_interval: '1d',
      routes: [
        {
          // Without data all other rules are silent: somebody has to know at weekends, too.
          receiver: 'On-call',
          object_matchers: [['cause', '=', 'source']],
          group_by: groupBy,
        },
        {
          receiver: 'On-call',
          object_matchers: [['severity', '=', 'page']],
          group_by: groupBy,
          group_wait: '10s',
          group_interval: '5m',
          repeat_interval: '4h',
        },
        {
          receiver: 'Tickets',
          object_matchers: [['severity', '=', 'ticket']],
          group_by: groupBy,
          // Nobody reads tickets at the weekend; they are sent when it is over if they still fire.
          mute_time_intervals: ['Weekends'],
        },
      ],
    },
  ],
  muteTimes: [
    {
      orgId: 1,
      name: 'Weekends',
      time_intervals: [{ weekdays: ['saturday', 'sunday'] }],
    },
  ],
};
