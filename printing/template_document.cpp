// libxml2 behind three questions: which layers, which boxes, what is left to draw.
#include "printing/template_document.h"

#include <fmt/format.h>
#include <libxml/parser.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace printing {
namespace {

using XmlText = std::unique_ptr<xmlChar, decltype([](xmlChar* text) { xmlFree(text); })>;

constexpr int element_depth_max = 64;
constexpr std::string_view look_prefix = "look-";
constexpr std::string_view ink_prefix = "ink-";
constexpr std::string_view sample_layer = "sample";

const xmlChar* xml(const char* text) {
    return reinterpret_cast<const xmlChar*>(text);
}

std::string_view local_name(const xmlNode* element) {
    return reinterpret_cast<const char*>(element->name);
}

bool too_deep(const xmlNode* node, int depth) {
    if (depth > element_depth_max) return true;
    for (; node != nullptr; node = node->next)
        if (node->type == XML_ELEMENT_NODE && too_deep(node->children, depth + 1)) return true;
    return false;
}

// Calls `visit` for each element under `parent`; it may unlink the element it is given. True: go into it.
void walk(xmlNode* parent, const std::function<bool(xmlNode*)>& visit) {
    for (xmlNode* node = parent->children; node != nullptr;) {
        xmlNode* next = node->next;
        if (node->type == XML_ELEMENT_NODE && visit(node)) walk(node, visit);
        node = next;
    }
}

void remove(xmlNode* node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

bool has_class(const Attributes& attributes, std::string_view wanted) {
    const std::string classes = attributes.text("class", "");
    for (std::size_t at = 0; at < classes.size();) {
        const auto end = std::min(classes.find_first_of(" \t\r\n", at), classes.size());
        if (std::string_view(classes).substr(at, end - at) == wanted) return true;
        at = end + 1;
    }
    return false;
}

// A layer is a group; its name is Inkscape's label or its id.
std::string layer_name(xmlNode* element, std::string_view prefix) {
    if (local_name(element) != "g") return {};
    const Attributes attributes(element);
    for (const char* source : {"label", "id"})
        if (std::string name = attributes.text(source, ""); name.starts_with(prefix))
            return name.substr(prefix.size());
    return {};
}

bool is_sample(xmlNode* element) {
    if (local_name(element) != "g") return false;
    const Attributes attributes(element);
    return attributes.text("label", "") == sample_layer || attributes.text("id", "") == sample_layer;
}

std::optional<Inks> ink_of(xmlNode* element) {
    const std::string name = layer_name(element, ink_prefix);
    const Attributes attributes(element);
    const bool group = local_name(element) == "g";
    if (name == "colour" || (group && has_class(attributes, "ink-colour"))) return Inks::colour;
    if (name == "black" || (group && has_class(attributes, "ink-black"))) return Inks::black;
    return std::nullopt;
}

// Without the declarations of `property`: a layer may lie hidden in the file so that a designer sees one at a time.
std::string style_without(const std::string& style, std::string_view property) {
    std::string kept;
    for (std::size_t at = 0; at < style.size();) {
        const auto end = std::min(style.find(';', at), style.size());
        const std::string declaration = style.substr(at, end - at);
        const auto name = declaration.find_first_not_of(" \t\r\n");
        if (name != std::string::npos && declaration.compare(name, property.size(), property) != 0)
            kept += declaration + ";";
        at = end + 1;
    }
    return kept;
}

void show(xmlNode* layer) {
    const Attributes attributes(layer);
    xmlUnsetProp(layer, xml("display"));
    if (const std::string style = attributes.text("style", ""); !style.empty())
        xmlSetProp(layer, xml("style"), xml(style_without(style, "display").c_str()));
}

bool is_shape(const xmlNode* element) {
    static const std::set<std::string_view> shapes{"rect", "path", "polygon", "polyline", "circle", "ellipse"};
    return shapes.contains(local_name(element));
}

bool is_drawn_by_use(const xmlNode* element) {
    static const std::set<std::string_view> kept{"defs", "style", "clipPath", "mask", "symbol", "filter"};
    return kept.contains(local_name(element));
}

std::string serialised(xmlDoc* tree) {
    xmlChar* bytes = nullptr;
    int length = 0;
    xmlDocDumpMemoryEnc(tree, &bytes, &length, "UTF-8");
    const XmlText owner(bytes);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

constexpr const char* probe_mark = "data-probe";

// Paints the marked boxes and takes out all other graphics. True: something of it stays.
bool keep_marked(xmlNode* element) {
    if (is_drawn_by_use(element)) return true;
    const Attributes attributes(element);
    if (!attributes.text(probe_mark, "").empty()) {
        const std::string style = attributes.text("style", "") +
                                  ";fill:#000000 !important;fill-opacity:1 !important;stroke:none !important";
        xmlSetProp(element, xml("style"), xml(style.c_str()));
        return true;
    }
    bool any = false;
    walk(element, [&any](xmlNode* child) {
        if (keep_marked(child))
            any = true;
        else
            remove(child);
        return false;
    });
    return any;
}

std::string box_name(xmlNode* element) {
    const Attributes attributes(element);
    for (const char* source : {"data-box", "id"}) {
        std::string name = attributes.text(source, "");
        if (std::ranges::count(box_names, std::string_view(name)) > 0) return name;
    }
    return {};
}

// librsvg finds elements by id only.
void give_ids(xmlNode* root) {
    int count = 0;
    walk(root, [&count](xmlNode* element) {
        const Attributes attributes(element);
        if (!attributes.text("data-box", "").empty() && attributes.text("id", "").empty())
            xmlSetProp(element, xml("id"), xml(fmt::format("vestibule-box-{}", ++count).c_str()));
        return true;
    });
}

}  // namespace

std::string Attributes::text(const char* name, std::string otherwise) const {
    const XmlText value(xmlGetProp(element_, xml(name)));
    if (value) return reinterpret_cast<const char*>(value.get());
    for (const xmlAttr* attribute = element_->properties; attribute != nullptr; attribute = attribute->next) {
        if (xmlStrcmp(attribute->name, xml(name)) != 0) continue;
        const XmlText spaced(xmlNodeListGetString(element_->doc, attribute->children, 1));
        if (spaced) return reinterpret_cast<const char*>(spaced.get());
    }
    return otherwise;
}

std::optional<double> Attributes::number(const char* name, double otherwise, double least, double most) const {
    const std::string value = text(name, "");
    if (value.empty()) return otherwise;
    double parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    if (!(parsed >= least && parsed <= most)) return std::nullopt;
    return parsed;
}

Result<TemplateDocument> TemplateDocument::parse(std::string_view svg) {
    if (svg.size() > template_bytes_max)
        return failure(FailureKind::bad_template, "The badge template is larger than 1 MB.");
    Tree tree(xmlReadMemory(svg.data(), static_cast<int>(svg.size()), "badge.svg", nullptr,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!tree || xmlDocGetRootElement(tree.get()) == nullptr)
        return failure(FailureKind::bad_template, "The badge template isn't an SVG: it isn't well-formed XML.");
    if (too_deep(xmlDocGetRootElement(tree.get()), 0))
        return failure(FailureKind::bad_template,
                       fmt::format("The badge template has groups in groups, more than {} deep.", element_depth_max));
    give_ids(xmlDocGetRootElement(tree.get()));
    return TemplateDocument(std::move(tree));
}

std::vector<std::string> TemplateDocument::looks() const {
    std::vector<std::string> found;
    walk(xmlDocGetRootElement(tree_.get()), [&found](xmlNode* element) {
        const std::string look = layer_name(element, look_prefix);
        if (!look.empty() && std::ranges::count(found, look) == 0) found.push_back(look);
        return true;
    });
    return found;
}

void TemplateDocument::choose(const std::string& look, Inks inks) {
    walk(xmlDocGetRootElement(tree_.get()), [&](xmlNode* element) {
        const std::string layer = layer_name(element, look_prefix);
        const auto ink = ink_of(element);
        if (is_sample(element) || (!layer.empty() && layer != look) || (ink && *ink != inks)) {
            remove(element);
            return false;
        }
        if (!layer.empty() || ink) show(element);
        return true;
    });
}

std::vector<BoxElement> TemplateDocument::boxes_named(std::string_view name) const {
    std::vector<BoxElement> found;
    bool by_attribute = false;
    walk(xmlDocGetRootElement(tree_.get()), [&](xmlNode* element) {
        if (box_name(element) != name) return true;
        const Attributes attributes(element);
        const bool replaces = attributes.text("data-box", "") == name;
        if (replaces && !by_attribute) found.clear();
        by_attribute = by_attribute || replaces;
        if (replaces == by_attribute)
            found.push_back({.name = std::string(name),
                             .id = attributes.text("id", ""),
                             .is_shape = is_shape(element),
                             .node = element});
        return true;
    });
    return found;
}

std::string TemplateDocument::text() const {
    return serialised(tree_.get());
}

std::string TemplateDocument::artwork() const {
    const Tree copy(xmlCopyDoc(tree_.get(), 1));
    walk(xmlDocGetRootElement(copy.get()), [](xmlNode* element) {
        if (box_name(element).empty()) return true;
        remove(element);
        return false;
    });
    return serialised(copy.get());
}

std::string TemplateDocument::probe(const std::vector<BoxElement>& boxes) const {
    for (const auto& box : boxes) xmlSetProp(box.node, xml(probe_mark), xml("yes"));
    const Tree copy(xmlCopyDoc(tree_.get(), 1));
    for (const auto& box : boxes) xmlUnsetProp(box.node, xml(probe_mark));
    keep_marked(xmlDocGetRootElement(copy.get()));
    return serialised(copy.get());
}

}  // namespace printing
