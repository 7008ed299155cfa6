// Where the program finds its own files: assets, catalogues, sample configuration.
#pragma once

#include <filesystem>

namespace vestibule {

// assets/ of the source tree or of the installation; VESTIBULE_ASSETS overrides it.
[[nodiscard]] std::filesystem::path asset_folder();
// The compiled catalogues; VESTIBULE_LOCALES overrides it.
[[nodiscard]] std::filesystem::path catalogue_folder();
// config/ with the defaults; VESTIBULE_CONFIG_DIR overrides it.
[[nodiscard]] std::filesystem::path config_folder();
// $XDG_DATA_HOME/vestibule, else ~/.local/share/vestibule.
[[nodiscard]] std::filesystem::path default_data_folder();

}  // namespace vestibule
