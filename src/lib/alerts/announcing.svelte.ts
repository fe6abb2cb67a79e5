// Whether this browser tells of new alerts by a notification and a tone: chosen here, off until somebody turns it on.
// Of several tabs one tells.

const DESKTOP_KEY = 'tablo.alerts.desktop';
const SOUND_KEY = 'tablo.alerts.sound';
const LOCK = 'tablo.alerts';

export interface Announced {
  id: string;
  title: string;
  text: string;
  desktop: boolean;
  sound: boolean;
}

export class Announcing {
  desktop = $state(isKept(DESKTOP_KEY) && permission() === 'granted');
  sound = $state(isKept(SOUND_KEY));
  /** the browser refused */
  isRefused = $state(false);
  #audio: AudioContext | null = null;
  #hasTurn = false;

  /** Waits for its turn among the tabs of this browser. @returns stops */
  start(): () => void {
    // Over plain http there are no locks, and no notifications either.
    if (!('locks' in navigator)) {
      this.#hasTurn = true;
      return () => {};
    }
    const stopped = new AbortController();
    let end = (): void => {};
    const held = new Promise<void>((resolve) => (end = resolve));
    const turn = navigator.locks.request(LOCK, { signal: stopped.signal }, () => {
      this.#hasTurn = true;
      return held;
    });
    turn.catch(() => {
      // It left before its turn came.
    });
    return () => {
      this.#hasTurn = false;
      end();
      stopped.abort();
    };
  }

  /** By a press of a button: browsers ask people only then. */
  async setDesktop(wanted: boolean): Promise<void> {
    const allowed =
      wanted && typeof Notification !== 'undefined' && (await Notification.requestPermission()) === 'granted';
    this.isRefused = wanted && !allowed;
    this.desktop = allowed;
    keep(DESKTOP_KEY, allowed);
  }

  setSound(wanted: boolean): void {
    this.sound = wanted;
    keep(SOUND_KEY, wanted);
    if (wanted) this.#play();
  }

  tell(one: Announced): void {
    if (!this.#hasTurn) return;
    if (one.sound && this.sound) this.#play();
    if (!one.desktop || !this.desktop) return;
    const shown = new Notification(one.title, { body: one.text, tag: one.id });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  }

  /** Two short tones, the second one higher. */
  #play(): void {
    const audio = (this.#audio ??= new AudioContext());
    void audio.resume();
    [660, 880].forEach((frequency, i) => {
      const from = audio.currentTime + i * 0.18;
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(0.2, from + 0.02);
      volume.gain.linearRampToValueAtTime(0, from + 0.16);
      tone.connect(volume).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.17);
    });
  }
}

function permission(): NotificationPermission {
  return typeof Notification === 'undefined' ? 'denied' : Notification.permission;
}

function isKept(key: string): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

function keep(key: string, isOn: boolean): void {
  try {
    localStorage.setItem(key, isOn ? 'on' : 'off');
  } catch {
    // Without a store it holds until the page is closed.
  }
}
