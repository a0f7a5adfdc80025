// One soft tone with each nudge, for those who switch it on.
import { stored } from "./stored.js";

const KEY = "mockroom.tone";
let on = stored(KEY) === "on";

export const toneOn = () => on;

export function switchTone() {
  on = !on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // It holds for this page.
  }
  if (on) playTone();
}

/** A quarter of a second at 523 Hz, rising and falling gently. */
export function playTone() {
  if (!on || !("AudioContext" in globalThis)) return;
  const audio = new AudioContext();
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, audio.currentTime);
  gain.gain.linearRampToValueAtTime(0.08, audio.currentTime + 0.05);
  gain.gain.linearRampToValueAtTime(0, audio.currentTime + 0.25);
  const tone = new OscillatorNode(audio, { frequency: 523 });
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.onended = () => void audio.close();
}
