import { Toast } from '@base-ui/react/toast';

import './notice.css';
import { IconButton } from './button.tsx';

/** How long a notice stays, milliseconds. */
const NOTICE_MS = 3000;

const manager = Toast.createToastManager();

/** Says briefly that something was done ("Copied 24 rows"). Not for problems: those stay where they arose. */
export function notify(title: string, description?: string): void {
  manager.add({ title, ...(description !== undefined && { description }), timeout: NOTICE_MS });
}

/** Takes away what is said, as when another screen comes. */
export function dismissNotices(): void {
  manager.close();
}

/** Where notices appear. Rendered once by the frame. */
export function Notices() {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="notices">
          <NoticeList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function NoticeList() {
  const { toasts, close } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="notice">
      <div className="notice__words">
        <Toast.Title className="strong" />
        <Toast.Description className="soft" />
      </div>
      <IconButton
        icon="close"
        label="Dismiss"
        onClick={() => {
          close(toast.id);
        }}
      />
    </Toast.Root>
  ));
}
