import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";
import { App } from "./app/app.tsx";
import { startI18n } from "./i18n/i18n.ts";

const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no #root");

await startI18n();
createRoot(element).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
