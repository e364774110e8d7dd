import './host/boot';
import { createRoot } from 'react-dom/client';
import { initPluginTranslations } from '@grafana/i18n';
import { Alert } from '@grafana/ui';
import { Appearance } from './Appearance';
import { Page } from './Page';
import { connect } from './host/host';

const root = createRoot(document.getElementById('page')!);

// Grafana's components want their translations; without any they speak English.
initPluginTranslations('histodrift')
  .then(connect)
  .then(
    (host) => root.render(<Appearance>{(toggle) => <Page host={host} toggle={toggle} />}</Appearance>),
    (error) =>
      root.render(
        <Appearance>
          {() => <Alert title="The lab does not answer">{error.data?.message ?? error.message}</Alert>}
        </Appearance>
      )
  );
