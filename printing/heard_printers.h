// What printers said of themselves when they last answered, so that a badge which is made while one is off suits it
// when it's switched on: a JSON file with one record a printer.
//
// Thread: any, one writer at a time. Blocks: reading one file; remembering what is new also two fsyncs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "printing/spooler.h"

namespace printing {

inline constexpr std::size_t heard_printers_max = 50;  // the one that was heard first goes
inline constexpr std::size_t heard_bytes_max = 256 * 1024;

// What concerns the printer alone: its rasters, resolutions and media. Nothing for a printer that was never heard,
// and for a file that can't be read: then its queue is asked alone.
[[nodiscard]] std::optional<Capabilities> heard_of(const std::filesystem::path& file, const std::string& device);

// Writes where it differs from what was heard before; a damaged file is begun anew. Mode 0600. Errors: storage.
[[nodiscard]] Result<> remember_heard(const std::filesystem::path& file, const std::string& device,
                                      const Capabilities& told);

}  // namespace printing
