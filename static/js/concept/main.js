// A concept's page: its picture is drawn.
import { drawAll } from "../diagram/page.js";

drawAll(document);
