// A video of nothing, made in code: systems leave a screen lit while one plays. Muted, so that it may begin by itself.

const FRAMES_A_SECOND = 1;
const BLINK_MS = 1_000;

/** @returns stops; plays nothing where a canvas can't be filmed */
export function playSilence(): () => void {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 2;
  const picture = canvas.getContext('2d');
  if (!picture || !('captureStream' in canvas)) return () => {};
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  // Out of sight, but in the document: some systems don't count what is not.
  video.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;opacity:0.01;pointer-events:none';
  const stream = canvas.captureStream(FRAMES_A_SECOND);
  video.srcObject = stream;
  document.body.append(video);
  const draw = (): void => {
    picture.fillRect(0, 0, 2, 2);
    if (video.paused) video.play().catch(() => {});
  };
  draw();
  const timer = setInterval(draw, BLINK_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.remove();
  };
}
