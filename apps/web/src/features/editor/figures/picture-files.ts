/** Pictures among what is chosen, pasted and dropped. */
import { pictureTypes } from "@istmo/contracts";

/** Pictures that are put in at once; more were hardly meant. */
const atOnce = 20;

/** Whether somebody means it as a picture; what it is, the server finds out by its bytes. */
const isPicture = (file: File): boolean => file.type.startsWith("image/");

export function picturesIn(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])].filter(isPicture).slice(0, atOnce);
}

/** Word and Excel put a picture of what is copied beside its words: then the words are meant. */
export function hasWords(transfer: DataTransfer): boolean {
  const html = transfer.getData("text/html");
  if (html === "") return transfer.getData("text/plain").trim() !== "";
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return body.textContent.trim() !== "" || body.querySelector("table, li") !== null;
}

/** Opens the device's own choice of files: on a phone, its camera and its pictures. */
export function choosePictures(
  onChosen: (files: File[]) => void,
  { isSeveral = true }: { readonly isSeveral?: boolean } = {},
): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = pictureTypes.join(",");
  input.multiple = isSeveral;
  input.hidden = true;
  input.addEventListener("change", () => {
    onChosen([...(input.files ?? [])].slice(0, atOnce));
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}
