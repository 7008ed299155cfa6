// A designer's SVG as a tree, before librsvg sees it: chooses layers and finds boxes. For badge_template only.
#pragma once

#include <libxml/tree.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "printing/badge_template.h"
#include "printing/handles.h"

namespace printing {

// One element's attributes, as text.
class Attributes {
  public:
    explicit Attributes(xmlNode* element) : element_(element) {}

    // Of whichever namespace: "label" finds inkscape:label too.
    [[nodiscard]] std::string text(const char* name, std::string otherwise) const;
    // A number outside its range, or none, is `nullopt`; a missing attribute is `otherwise`.
    [[nodiscard]] std::optional<double> number(const char* name, double otherwise, double least, double most) const;

  private:
    xmlNode* element_;
};

// The element that says where a field goes.
struct BoxElement {
    std::string name;  // "qr"
    std::string id;    // of the element, by which librsvg finds it; may differ from the name (data-box)
    bool is_shape = false;
    xmlNode* node = nullptr;
};

inline constexpr std::array<std::string_view, 9> needed_boxes{"type",  "valid-until", "name", "company", "host",
                                                              "zones", "escort",      "code", "qr"};
inline constexpr std::array<std::string_view, 3> optional_boxes{"host-label", "photo", "logo"};
inline constexpr std::array<std::string_view, 12> box_names{
    "type", "valid-until", "name", "company", "host", "zones", "escort", "code", "qr", "host-label", "photo", "logo"};

class TemplateDocument {
  public:
    // Errors: bad_template for what isn't well-formed, is larger than `template_bytes_max` or nested too deeply.
    [[nodiscard]] static Result<TemplateDocument> parse(std::string_view svg);

    // The names of its layers "look-…", in the order of the file; empty for a drawing of one look.
    [[nodiscard]] std::vector<std::string> looks() const;
    // Takes out the layers of other looks and inks and shows those that stay.
    void choose(const std::string& look, Inks inks);
    // The boxes of this name that are left; those named by `data-box` count before those named by `id`.
    [[nodiscard]] std::vector<BoxElement> boxes_named(std::string_view name) const;

    [[nodiscard]] std::string text() const;
    // The same without the boxes.
    [[nodiscard]] std::string artwork() const;
    // Nothing but the boxes, painted black as far as anything of them shows.
    [[nodiscard]] std::string probe(const std::vector<BoxElement>& boxes) const;

  private:
    using Tree = Handle<xmlDoc, xmlFreeDoc>;
    explicit TemplateDocument(Tree tree) : tree_(std::move(tree)) {}

    Tree tree_;
};

}  // namespace printing
