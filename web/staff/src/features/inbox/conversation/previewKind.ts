import type { Attachment } from "@/lib/api/types";

const MAX_TEXT = 1_000_000;

/** What the browser may show in place. HTML and SVG are never shown: they could carry more than a picture. */
export function previewKind(
  attachment: Pick<Attachment, "media_type" | "size">,
): "image" | "pdf" | "text" | "none" {
  const type = attachment.media_type.toLowerCase();
  if (/^image\/(png|jpe?g|gif|webp|avif|bmp)$/.test(type)) return "image";
  if (type === "application/pdf") return "pdf";
  const text = type === "application/json" || (type.startsWith("text/") && type !== "text/html");
  return text && attachment.size <= MAX_TEXT ? "text" : "none";
}
