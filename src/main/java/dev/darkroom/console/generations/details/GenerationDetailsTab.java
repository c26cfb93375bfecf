package dev.darkroom.console.generations.details;

import dev.darkroom.generation.query.GenerationDetails;
import javafx.scene.Node;

/** A tab of the inspector. Refreshed on every change; keeps its position if nothing has changed. */
interface GenerationDetailsTab {
    Node node();

    void show(GenerationDetails details);
}
