using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>A built-in tool while its switch is set.</summary>
public sealed class BuiltInDraft(IBuiltInTool tool, BuiltInToolSetting? setting)
{
    public IBuiltInTool Tool => tool;

    public bool IsOn { get; set; } = setting?.IsOn ?? false;

    public string? Description { get; set; } = setting?.Description ?? tool.DefaultDescription;

    /// <summary>The tool's own words are not stored, so that better ones reach every agent.</summary>
    public BuiltInToolSetting ToSetting()
    {
        var text = (Description ?? string.Empty).Trim();
        return new BuiltInToolSetting(IsOn, text.Length == 0 || text == tool.DefaultDescription ? null : text);
    }
}
