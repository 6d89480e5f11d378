using System.Globalization;
using System.Text;
using ModelContextProtocol.Protocol;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>Puts what a tool of a server gave into words for the model: texts as they are, anything else is named. Pure.</summary>
internal static class McpResult
{
    // The runner cuts what is longer than the model is given; far beyond that nothing is gathered.
    private const int MaxGathered = 100_000;

    public static ToolResult From(CallToolResult result)
    {
        var text = new StringBuilder();
        foreach (var block in result.Content ?? [])
        {
            if (text.Length > MaxGathered)
            {
                break;
            }

            text.Append(text.Length == 0 ? string.Empty : "\n").Append(TextOf(block));
        }

        if (text.Length == 0)
        {
            text.Append(result.StructuredContent?.GetRawText() ?? (result.IsError is true ? "The tool failed." : "Done."));
        }

        return result.IsError is true ? ToolResult.Failed(text.ToString()) : ToolResult.Ok(text.ToString());
    }

    private static string TextOf(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text.Trim(),
        ImageContentBlock image => Named("an image", image.MimeType, image.Data.Length),
        AudioContentBlock audio => Named("audio", audio.MimeType, audio.Data.Length),
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => resource.Text.Trim(),
        EmbeddedResourceBlock => "[a file that is no text, not shown]",
        ResourceLinkBlock link => $"[a link to {link.Name}: {link.Uri}]",
        _ => "[something that is no text, not shown]",
    };

    private static string Named(string what, string? type, int base64) =>
        string.Create(CultureInfo.InvariantCulture, $"[{what} of type {type}, {(base64 / 4 * 3 / 1024) + 1} KB, not shown]");
}
