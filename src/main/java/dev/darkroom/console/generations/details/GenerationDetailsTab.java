package dev.darkroom.console.generations.details;

import javafx.scene.Node;

/** One tab of the inspector. Shown again whenever something has changed; keeps its place when nothing has. */
interface GenerationDetailsTab {
    Node node();

    void show(GenerationDetails details);
}
