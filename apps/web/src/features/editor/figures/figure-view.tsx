import { printedWords } from "@istmo/paper-schema";
import {
  NodeViewContent,
  NodeViewWrapper,
  useEditorState,
  type ReactNodeViewProps,
} from "@tiptap/react";
import {
  Columns2,
  ImageOff,
  Maximize2,
  Pencil,
  RefreshCw,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import { useEffect, useId, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { pictureAddress } from "../../../api/files.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { TextArea, TextField } from "../../../ui/text-field.tsx";
import { numberingIn } from "../extensions/numbering.ts";
import { useCanWrite } from "../use-can-write.ts";

import styles from "./figure-view.module.css";
import { choosePictures } from "./picture-files.ts";
import type { PictureUpload } from "./picture-uploads.ts";

/** Characters of an alternative text and of a source, as one reads them out. */
const descriptionLength = 1000;

interface FigureAttributes {
  readonly id: string | null;
  readonly fileId: string | null;
  readonly alt: string | null;
  readonly source: string | null;
  readonly size: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

const nothingHeld = () => () => undefined;

export function FigureView(props: ReactNodeViewProps) {
  const { node, editor, getPos, selected, updateAttributes, deleteNode } = props;
  const { t } = useTranslation();
  const attributes = node.attrs as FigureAttributes;
  const figureId = attributes.id ?? "";
  const storage = editor.storage.figure;
  const { uploads, openers } = storage;
  const canWrite = useCanWrite(editor);
  const upload = useSyncExternalStore(
    uploads?.subscribe ?? nothingHeld,
    () => uploads?.get(figureId) ?? null,
  );
  const number = useEditorState({
    editor,
    selector: ({ editor: now }) => numberingIn(now.state).get(figureId)?.label ?? "",
  });
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    if (storage.openId === figureId && figureId !== "") {
      storage.openId = null;
      setOpen(true);
    }
    const open = (id: unknown) => {
      if (id === figureId) setOpen(true);
    };
    openers.add(open);
    return () => {
      openers.delete(open);
    };
  }, [figureId, storage, openers]);

  function select(): void {
    const pos = getPos();
    if (pos !== undefined && canWrite) editor.commands.setNodeSelection(pos);
  }

  function replace(): void {
    choosePictures(([file]) => file && uploads?.start(figureId, file), { isSeveral: false });
  }

  function remove(): void {
    uploads?.remove(figureId);
    deleteNode();
    editor.commands.focus();
  }

  const isPending = upload !== null;
  const isEmpty = attributes.fileId === null && !isPending;
  const lacksText = canWrite && !isEmpty && (attributes.alt ?? "").trim() === "";
  return (
    <NodeViewWrapper
      as="figure"
      className={styles.figure!}
      data-selected={selected && canWrite}
      data-size={attributes.size ?? "full"}
    >
      <div className={styles.frame} contentEditable={false} onClick={select}>
        {isPending ? (
          <Sending
            upload={upload}
            onRetry={() => uploads?.retry(figureId)}
            onReplace={replace}
            onRemove={remove}
          />
        ) : isEmpty ? (
          <div className={styles.empty}>
            <span>{t(canWrite ? "figures.empty" : "figures.notYet")}</span>
            {canWrite && uploads !== null && (
              <Button size="small" onPress={replace}>
                {t("figures.choose")}
              </Button>
            )}
          </div>
        ) : (
          <Picture attributes={attributes} />
        )}
        {canWrite && !isPending && (
          <div className={styles.tools} role="group" aria-label={t("figures.tools")}>
            <IconButton
              size="small"
              variant="secondary"
              icon={<Pencil />}
              aria-label={t("figures.describe")}
              aria-expanded={isOpen}
              onPress={() => setOpen(!isOpen)}
            />
            <IconButton
              size="small"
              variant="secondary"
              icon={attributes.size === "half" ? <Maximize2 /> : <Columns2 />}
              aria-label={t(attributes.size === "half" ? "figures.full" : "figures.half")}
              onPress={() => updateAttributes({ size: attributes.size === "half" ? null : "half" })}
            />
            <IconButton
              size="small"
              variant="secondary"
              icon={<RefreshCw />}
              aria-label={t("figures.replace")}
              onPress={replace}
            />
            <IconButton
              size="small"
              variant="danger"
              icon={<Trash2 />}
              aria-label={t("figures.remove")}
              onPress={remove}
            />
          </div>
        )}
      </div>
      <figcaption
        className={styles.caption}
        onMouseDown={(event) => {
          // Beside the words of the caption one means their end.
          const pos = getPos();
          if (event.target !== event.currentTarget || pos === undefined || !canWrite) return;
          event.preventDefault();
          editor
            .chain()
            .setTextSelection(pos + 1 + node.content.size)
            .focus()
            .run();
        }}
      >
        {number !== "" && (
          <span className={styles.number} contentEditable={false}>
            {`${number}. `}
          </span>
        )}
        <NodeViewContent<"span">
          as="span"
          className={styles.words}
          data-empty={node.content.size === 0 && canWrite}
          data-placeholder={t("figures.caption")}
        />
      </figcaption>
      {attributes.source !== null && attributes.source !== "" && !isOpen && (
        <p className={styles.source} contentEditable={false}>
          {`${printedWords(editor.view.dom.lang).source}: ${attributes.source}`}
        </p>
      )}
      {lacksText && !isOpen && (
        <button
          type="button"
          className={styles.warning}
          contentEditable={false}
          onClick={() => setOpen(true)}
        >
          <TriangleAlert aria-hidden="true" />
          {t("figures.lacksText")}
        </button>
      )}
      {isOpen && canWrite && (
        <Description
          attributes={attributes}
          onWrite={updateAttributes}
          onClose={() => {
            setOpen(false);
            const pos = getPos();
            if (pos !== undefined) editor.chain().setNodeSelection(pos).focus().run();
          }}
        />
      )}
    </NodeViewWrapper>
  );
}

/** The picture in the room that it will need, or its words where it cannot be shown. */
function Picture({ attributes }: { readonly attributes: FigureAttributes }) {
  const { t } = useTranslation();
  const { fileId, alt, width, height } = attributes;
  const [lost, setLost] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  if (lost === fileId)
    return (
      <div className={styles.lost}>
        <ImageOff aria-hidden="true" />
        <span>
          {t("figures.lost")} {alt}
        </span>
      </div>
    );
  return (
    <img
      className={styles.picture}
      src={pictureAddress(fileId ?? "")}
      alt={alt ?? ""}
      // The place that it takes is kept while it comes.
      {...(width === null || height === null
        ? {}
        : { width, height, style: { maxInlineSize: `min(100%, ${(90 * width) / height}dvh)` } })}
      loading="lazy"
      decoding="async"
      draggable={false}
      {...(shown === fileId ? {} : { "data-coming": "" })}
      onLoad={() => setShown(fileId)}
      onError={() => setLost(fileId)}
    />
  );
}

interface SendingProps {
  readonly upload: PictureUpload;
  readonly onRetry: () => void;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

function Sending({ upload, onRetry, onReplace, onRemove }: SendingProps) {
  const { t } = useTranslation();
  const { address, name, state } = upload;
  return (
    <div className={styles.sending}>
      <img className={styles.picture} data-faded="" src={address} alt={name} draggable={false} />
      <div className={styles.state} data-failed={state.kind === "failed"}>
        {state.kind === "sending" ? (
          <>
            <progress
              className={styles.progress}
              max={1}
              value={state.share}
              aria-label={t("figures.sending", { name })}
            />
            <Button size="small" variant="quiet" onPress={onRemove}>
              {t("ui.cancel")}
            </Button>
          </>
        ) : (
          <>
            <p role="alert">
              {state.code === "offline"
                ? t("figures.offline")
                : t([`error.${state.code}`, "error.internal_error"])}
            </p>
            <div className={styles.choices}>
              <Button size="small" variant="primary" onPress={onRetry}>
                {t("figures.retry")}
              </Button>
              <Button size="small" onPress={onReplace}>
                {t("figures.chooseOther")}
              </Button>
              <Button size="small" variant="danger" onPress={onRemove}>
                {t("figures.remove")}
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

interface DescriptionProps {
  readonly attributes: FigureAttributes;
  readonly onWrite: (attributes: { readonly alt?: string; readonly source?: string }) => void;
  readonly onClose: () => void;
}

/** What a picture shows for those who do not see it, and where it is from. */
function Description({ attributes, onWrite, onClose }: DescriptionProps) {
  const { t } = useTranslation();
  const id = useId();
  const [alt, setAlt] = useState(attributes.alt ?? "");
  const [source, setSource] = useState(attributes.source ?? "");
  const write = () => {
    if (alt !== (attributes.alt ?? "")) onWrite({ alt: alt.trim() });
    if (source !== (attributes.source ?? "")) onWrite({ source: source.trim() });
  };
  const close = () => {
    write();
    onClose();
  };
  return (
    <div
      className={styles.description}
      contentEditable={false}
      role="group"
      aria-labelledby={id}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <p id={id} className={styles.heading}>
        {t("figures.describe")}
      </p>
      <TextArea
        autoFocus
        label={t("figures.alt")}
        description={t("figures.altHint")}
        rows={2}
        maxLength={descriptionLength}
        value={alt}
        onChange={setAlt}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
      />
      <TextField
        label={t("figures.source")}
        placeholder={t("figures.sourceExample")}
        maxLength={descriptionLength}
        value={source}
        onChange={setSource}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") close();
        }}
      />
      <div className={styles.choices}>
        <Button size="small" variant="primary" onPress={close}>
          {t("figures.done")}
        </Button>
      </div>
    </div>
  );
}
